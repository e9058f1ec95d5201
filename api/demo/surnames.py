# ruff: noqa: RUF001 - names are spelt as those who bear them spell them
"""How further names are put together, so that namesakes are as rare as in life.

Family names grow from a root and an ending, two of them join where that is the custom, and
some people bear a second given name. The keys are the countries of `names.CULTURES`.
"""

from dataclasses import dataclass

from api.demo.lists import words


@dataclass(frozen=True, slots=True)
class Custom:
    """How names of one culture are put together; without endings only whole names are used."""

    roots: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    joint: str = "-"
    joint_share: float = 0.0
    """How often two family names are borne together."""
    second_given: str = ""
    """What stands between two given names; empty where one is enough."""
    second_given_share: float = 0.0


CUSTOMS = {
    "GB": Custom(
        words("""
        Ash Bram Cold Dun Elm Fair Gar Hather Ingle Kers Lock March Nether Ox Pem Quarr Raven
        Salt
        Thorn Under Var Wether Yar Birch Crow Dray Fern Hazel Holm Lang Moor Oak Stan Swin Wood
        """),
        words("""
        worth ley croft ton mere field ford den well by combe shaw bank bridge thwaite man gate
        bourne wick hurst stead
        """),
        joint_share=0.04,
    ),
    "US": Custom(
        words("""
        Aber Bell Cal Dill East Good Har Jeff Kettle Lang Merri North Oak Prew Quim Rush Stall
        Till
        Vander West Whit Yar Zell Brook Cran Dray Fitz Glen Holl Mc Stock Thorn
        """),
        words("""
        nathy mont loway hurst wick speed grave erson man tree wether rup ridge itt by more
        worth
        ing berg hoeve lock lan son sey
        """),
        second_given=". ",
        second_given_share=0.25,
    ),
    "DE": Custom(
        words("""
        Ähren Birk Dörr Eich Fähr Groß Hülse Immen Jäger Köpp Lüte Möhr Nüß Oster Pfütz Quand
        Röhr
        Süß Trän Über Völk Wölf Zsch Stein Blüm Hart Kräh Schnör Weiß Brand Linden Buch Kirch
        """),
        words("""
        feld holz becker stätter mann hoff berg haus ner scheidt kamp bach müller ling rath auer
        wald horst brink meier lein
        """),
        joint_share=0.05,
        second_given="-",
        second_given_share=0.04,
    ),
    "FR": Custom(
        words("Beau Chast Dé Fou Grand Hériss Lach Mont Noir Péliss Rouge Sabl Thév Vieux"),
        words("frère agnol jardin gères pré enaud errieux clerc ard maître onnière enot pont"),
        joint_share=0.06,
        second_given="-",
        second_given_share=0.08,
    ),
    "ES": Custom(joint=" ", joint_share=0.75),
    "PT": Custom(joint=" ", joint_share=0.6),
    "IT": Custom(
        words("Bell Caval Fior Guid Lamb Mazz Pasqu Rov Sant Torn Visc Zan Gal Mont Ross Tar"),
        words("ocampo leris entelli arelli erteschi ocato aletti erelli acroce abuone ardini"),
    ),
    "PL": Custom(
        words("Wójt Śliw Żuraw Błaszcz Chrząst Dąb Gąs Jędrz Kołodz Łącz Mroż Półt Ćwik Świer"),
        words("as ak icz yk ek or ejak ewicz al owicz aszek ura"),
    ),
    "SE": Custom(
        words("Åker Berg Dahl Ek Fjäll Grön Høg Kjær Lind Mård Ny Öhr Sjö Strand Ceder Hell"),
        words("blad ström gård löf man vik sbro gren qvist holm nell berg mark dal lund"),
    ),
    "TR": Custom(
        words("Akça Bıyık Çelik Doğru Er Gök Işık Kara Öztürk Şahin Uğur Yıldız"),
        words("oğlu çı kaya söz doğmuş çınar dağ göz men baş lu han"),
    ),
    "IN": Custom(
        words("Agni Bhatta Chakra Desh Gopa Jos Kul Muk Nam Rang Subra Tal Venka Yad Para"),
        words("hotra rai dhar mane lan hipura karna herji biar anath manya warkar tesan"),
    ),
    "NG": Custom(
        words("Adé Chukwu Eze Ìdò Mba Nwa Ogun Oko Baba Olú Ayọ̀ Kama"),
        words("báyọ̀ ka nwoye wú nefoh chukwe yemi njo tundey bíyì délé rau"),
        second_given=" ",
        second_given_share=0.1,
    ),
    "VN": Custom(second_given=" ", second_given_share=0.9),
    "UA": Custom(
        words("Коваль:koval Бондар:bondar Мельн:meln Гриц:hryts Зінч:zinch Тимош:tymosh"),
        words("енко:enko ук:uk ець:ets юк:iuk ишин:yshyn ак:ak"),
    ),
    "GR": Custom(
        words("Αντων:anton Βασιλ:vasil Δελ:del Καραγ:karag Λαμπρ:lampr Ψαρρ:psarr Μαυρ:mavr"),
        words("ιάδης:iadis άκης:akis ιάννης:iannis ινός:inos όπουλος:opoulos άτος:atos"),
    ),
    "AE": Custom(second_given=" ", second_given_share=0.8),
    "JP": Custom(
        words("青:ao 桐:kiri 水:mizu 柏:kashiwa 篠:shino 高:taka 藤:fuji 白:shira 松:matsu"),
        words("柳:yagi 島:shima 野:no 木:ki 宮:miya 川:kawa 田:da 原:hara 沢:sawa 崎:saki"),
    ),
}  # fmt: skip
