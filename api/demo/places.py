"""Where made-up people live: real cities, written as profiles write them."""

from dataclasses import dataclass

from api.demo.lists import phrases, words


@dataclass(frozen=True, slots=True)
class Country:
    """A country, what is spoken at work there, and its cities as a profile writes them."""

    code: str
    language: str
    locations: tuple[str, ...]


def _country(code: str, language: str, locations: str) -> Country:
    return Country(code, language, phrases(locations))


COUNTRIES = {
    country.code: country
    for country in (
        _country(
            "GB",
            "English",
            """
            London Area, United Kingdom|Greater London, England, United Kingdom|Manchester,
            England, United Kingdom|Leeds, England, United Kingdom|Edinburgh, Scotland, United
            Kingdom|Cardiff, Wales, United Kingdom|Bristol, England, United Kingdom
            """,
        ),
        _country(
            "US",
            "English",
            """
            San Francisco Bay Area|New York, New York, United States|Austin, Texas, United
            States|Greater Seattle Area|Chicago, Illinois, United States|Greater
            Boston|Denver, Colorado, United States|Raleigh, North Carolina, United States
            """,
        ),
        _country(
            "DE",
            "German",
            """
            Berlin, Germany|Munich, Bavaria, Germany|Hamburg, Germany|Cologne, North
            Rhine-Westphalia, Germany|Frankfurt am Main, Hesse, Germany|Leipzig, Saxony,
            Germany|Stuttgart Region
            """,
        ),
        _country(
            "FR", "French", "Greater Paris Metropolitan Region|Lyon, France|Nantes, France"
        ),
        _country("ES", "Spanish", "Madrid, Spain|Barcelona, Catalonia, Spain|Valencia, Spain"),
        _country("PT", "Portuguese", "Porto, Portugal|Lisbon, Portugal|São Paulo, Brazil"),
        _country("IT", "Italian", "Milan, Lombardy, Italy|Turin, Piedmont, Italy|Rome, Italy"),
        _country(
            "PL",
            "Polish",
            "Warsaw, Mazowieckie, Poland|Kraków, Małopolskie, Poland|Łódź, Poland",
        ),
        _country(
            "SE", "Swedish", "Stockholm, Sweden|Malmö, Skåne County, Sweden|Göteborg, Sweden"
        ),
        _country("TR", "Turkish", "Istanbul, Türkiye|Ankara, Türkiye|İzmir, Türkiye"),
        _country(
            "IN",
            "English",
            """
            Bengaluru, Karnataka, India|Pune, Maharashtra, India|Hyderabad, Telangana, India
            """,
        ),
        _country("NG", "English", "Lagos, Nigeria|Abuja, Nigeria|Accra, Ghana|Nairobi, Kenya"),
        _country("VN", "Vietnamese", "Ho Chi Minh City, Vietnam|Hanoi, Vietnam"),
        _country("UA", "Ukrainian", "Kyiv, Ukraine|Lviv, Ukraine|Odesa, Ukraine"),
        _country("GR", "Greek", "Athens, Attiki, Greece|Thessaloniki, Greece"),
        _country(
            "AE", "English", "Dubai, United Arab Emirates|Amman, Jordan|Casablanca, Morocco"
        ),
        _country("JP", "Japanese", "Tokyo, Japan|Osaka, Japan"),
        _country("SG", "English", "Singapore|Taipei, Taiwan|Seoul, South Korea"),
    )
}

# Half of those who moved abroad live where the recruiter works.
ABROAD = words("DE DE DE GB GB US SE FR ES AE SG PT")

# Numbers set aside for fiction by Ofcom and the Bundesnetzagentur, and NANPA's 555-01XX.
BRITISH_PHONES = phrases(
    """
    +44 7700 900|+44 20 7946 0|+44 1632 960|+44 113 496 0|+44 114 496 0|+44 115 496 0|+44 116
    496 0|+44 117 496 0|+44 118 496 0|+44 121 496 0|+44 131 496 0|+44 141 496 0|+44 151 496
    0|+44 161 496 0|+44 191 498 0|+44 28 9649 6|+44 29 2018 0
    """
)
GERMAN_PHONES = phrases("+49 30 23125|+49 69 90009|+49 40 66969|+49 89 99998|+49 221 4710")
AMERICAN_AREAS = words(
    """
    201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231
    234 239 240 248 251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307
    308 309 310 312 313 314 315 316 317 318 319 320 321 323 325 330 334 336 337 339 347 351
    352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 425 430
    432 434 435 440 443 469 478 479 480 484 501 502 503 504 505 507 508 509 510 512 513 515
    516 517 518 520 530 540 541 551 559 561 562 563 567 570 571 573 574 580 585 586 601 602
    603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 630 631 636 641 646
    650 651 660 661 662 678 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719
    720 724 727 731 732 734 740 754 757 760 763 765 770 772 773 774 775 781 785 786 801 802
    803 804 805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 848 850
    856 857 858 859 860 862 863 864 865 870 901 903 904 906 907 908 909 910 912 913 914 915
    916 917 918 919 920 925 928 931 936 937 940 941 947 949 951 952 954 956 970 971 972 973
    978 979 980 985 989
    """
)
