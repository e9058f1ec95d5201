"""The names made-up people bear: given and family names by culture, mixed by chance.

A name of another script carries its Latin spelling after a colon, as a profile address or an
e-mail would have it; an underscore stands for a space within one name.
"""

# ruff: noqa: RUF001 - names are spelt as those who bear them spell them

from dataclasses import dataclass

from api.demo.lists import phrases, words


@dataclass(frozen=True, slots=True)
class Culture:
    """Names that go together, where those who bear them mostly live, and what they speak."""

    weight: int
    country: str
    language: str
    given: tuple[str, ...]
    family: tuple[str, ...]


def _culture(about: str, given: str, family: str) -> Culture:
    weight, country, language = about.split()
    return Culture(int(weight), country, language, words(given), words(family))


CULTURES = (
    _culture(
        "22 GB English",
        """
        Oliver Amelia Harriet George Isla Freya Callum Ellie Rhys Megan Alistair Fiona Niamh
        Conor Imogen Toby Saskia Dylan Beatrix Rory Poppy Ewan Tamsin Hugh Siobhán Gareth
        Mary-Ann Jean-Luc Rosalind Desmond
        """,
        """
        Ashworth Bramley Cartwright Dunmore Ellery Fairclough Garside Hathersage Inglesby
        Jessop Kershaw Lockwood Marchbank Netherton Ogilby Pemberley Quartermain Ravenhill
        Saltmarsh Thistlewood Underhill Varley Wetherby Yelland O'Brannigan O’Keeffe
        McAllinden Smythe-Harding Lloyd-Parry Fairfax-Boone
        """,
    ),
    _culture(
        "16 US English",
        """
        Madison Tyler Jordan Brianna Hunter Kayla Marcus Destiny Logan Savannah Darnell
        Aaliyah Wyatt Peyton Caleb Jasmine Trevor Skylar Andre Heather Chase Morgan Latoya
        Brent J.T. Cody Whitney Malik Paige Garrett
        """,
        """
        Abernethy Beauchene Calloway Dillahunt Eastwick Fontaine Goodspeed Hargrave Ivorson
        Jeffcoat Kettleman Langtree Merriwether Northrup Oakhurst Prewitt Quimby Rushmore
        Stallworth Tillinghast Upchurch Vanderhoeve Whitlock Yarborough Zellner Delacroix
        Washington-Bell St._Clairmont
        """,
    ),
    _culture(
        "20 DE German",
        """
        Anneliese Björn Cornelius Dörte Ekkehard Franziska Günther Heike Ingo Jördis Käthe
        Lutz Mareike Niklas Oda Philipp Rüdiger Svenja Thorsten Ulrike Volker Wiebke
        Karl-Heinz Anne-Katrin Hans-Jörg Jürgen Lena Jonas Grete Malte
        """,
        """
        Ährenfeld Birkholz Dörrbecker Eichstätter Fährmann Größmann Hülsebusch Immenhof
        Jägersberg Köpplin Lütkehaus Möhrle Nüßlein Ostermoor Pfützner Quandtberg Röhrscheidt
        Süßkind Tränkner Überschär Völkening Wölfling Zschörner Strauß Blümel-Hartung
        von_Aschberg Müllenhoff Krähwinkel Schnöring Weißbrodt
        """,
    ),
    _culture(
        "7 FR French",
        """
        Aurélie Benoît Chloé Damien Élodie François Gaëlle Hélène Jérôme Léa Maël Noémie
        Océane Rémi Solène Thibault Zoé Jean-Baptiste Marie-Claire Loïc
        """,
        """
        Beaufrère Chastagnol Déjardin Évrard Fougères Grandpré Hérissant Lachenaud Montérrieux
        Noirclerc Pélissard Quénault Rougemaître Sablonnière Thévenot Vieuxpont
        de_La_Roselière L’Hermitte Dubois-Marchais
        """,
    ),
    _culture(
        "6 ES Spanish",
        """
        Begoña Íñigo Lucía Ramón Xiomara Andrés Belén Joaquín Nuria Óscar Pilar Rubén
        María_José Ángeles Tomás José_Luis Martín Sofía
        """,
        """
        Ibáñez_Otero Castañeda Zúñiga_Vidal Peñarroya Muñoz_del_Río Núñez Carrión Echeverría
        Quiñones Saldaña Bermúdez Galán_Soria Ordóñez Valdés_León de_la_Fuente Yáñez
        """,
    ),
    _culture(
        "5 PT Portuguese",
        """
        Inês João Conceição Tiago Beatriz Gonçalo Luísa Thaís Antônio Vitória Caetano Débora
        Fábio Mônica Otávio Letícia
        """,
        """
        Assunção Brandão Camarão Falcão Guimarães Leitão Magalhães Negrão Patrício Romão
        Simões Teixeira_Lobo Vasconcelos dos_Santos_Reis Araújo-Pires da_Conceição
        """,
    ),
    _culture(
        "5 IT Italian",
        """
        Niccolò Giulia Matteo Chiara Ludovica Raffaele Ginevra Tommaso Beatrice Desirée
        Gaetano Ilaria Pierpaolo Serena Fabrizio
        """,
        """
        Bellocampo Cavalleris D’Angeloni De_Montis Fiorentelli Guidarelli Lamberteschi
        Mazzocato Nicolò Pasqualetti Roverelli Santacroce Tornabuone Viscardini Zaniboni
        """,
    ),
    _culture(
        "5 PL Polish",
        """
        Małgorzata Łukasz Zofia Krzysztof Agnieszka Bartłomiej Żaneta Paweł Grażyna Michał
        Kinga Tomek Wiesław Jagoda
        """,
        """
        Wójtas Śliwak Żurawicz Błaszczak Chrząszcz Dąbek Gąsior Jędrzejczak Kołodziejak Łączak
        Mrożek Półtorak Ćwikła Świerszcz
        """,
    ),
    _culture(
        "5 SE Swedish",
        """
        Åsa Björk Göran Håkan Märta Örjan Søren Kjærstin Freja Øystein Tuulikki Väinö Þórdís
        Ragnheiður Lærke
        """,
        """
        Åkerblad Bergström-Lind Dahlgård Ekelöf Fjällman Grönvik Høgsbro Järvenkylä Kjærsgård
        Lindqvister Mårdh Nygård Öhrnell Sjöstrand Þorvaldsen
        """,
    ),
    _culture(
        "4 TR Turkish",
        """
        Ayşegül Çağrı Emre Gülşen İlker Işıl Müge Oğuzhan Şebnem Tuğba Ümit Yiğit
        """,
        """
        Akçaoğlu Bıyıkçı Çelikkaya Doğrusöz Erdoğmuş Gökçınar Işıkdağ Karagöz Öztürkmen
        Şahinbaş Uğurlu Yıldızhan
        """,
    ),
    _culture(
        "8 IN Hindi",
        """
        Aarav Ishita Rohan Kavya Vikram Ananya Siddharth Meera Harpreet Lakshmi Nikhil Pooja
        Sanjay Deepika Arjun Divya Imran Nandini
        """,
        """
        Agnihotram Bhattarai Chakradhar Deshmane Gopalan Iyengarh Joshipura Kulkarna Mukherji
        Nambiar Pillai Ranganath Subramanya Talwarkar Venkatesan Yadavendra
        """,
    ),
    _culture(
        "4 NG English",
        """
        Adaeze Chukwuemeka Folasade Ikenna Ngozi Olúwaṣeun Tèmítọ́pẹ́ Yetunde Zainab Kwabena
        Akosua Amara Thabo Wanjikũ Sékou
        """,
        """
        Adébáyọ̀ Chukwuka Ezenwoye Ìdòwú Mbanefoh Nwachukwe Ogunyemi Okonjo Babatundey
        Mensah-Owusu Kamauri Dlaminga
        """,
    ),
    _culture(
        "4 VN Vietnamese",
        "Bảo Diễm Đức Hạnh Khánh Linh Ngọc Phương Quỳnh Thảo Tuấn Yến",
        "Nguyễn Trần Phạm Huỳnh Đặng Bùi Đỗ Hồ Võ Dương",
    ),
    _culture(
        "2 UA Ukrainian",
        """
        Олена:olena Дмитро:dmytro Ярослав:yaroslav Софія:sofiia Тарас:taras Юлія:yuliia
        Богдан:bohdan Марія:mariia Ірина:iryna Андрій:andrii
        """,
        """
        Ковальчук:kovalchuk Бондаренко:bondarenko Мельниченко:melnychenko Гриценко:hrytsenko
        Зінчук:zinchuk Тимошко:tymoshko Вербенко:verbenko Савчук:savchuk
        """,
    ),
    _culture(
        "1 GR Greek",
        """
        Αλέξανδρος:alexandros Γιώργος:giorgos Δημήτρης:dimitris Κώστας:kostas Νίκος:nikos
        Στέλιος:stelios Χρήστος:christos
        """,
        """
        Αντωνιάδης:antoniadis Βασιλάκης:vasilakis Δελημάρης:delimaris Καραγιάννης:karagiannis
        Λαμπρινός:lambrinos Ψαρράς:psarras
        """,
    ),
    _culture(
        "2 AE Arabic",
        """
        يوسف:youssef ليلى:layla خالد:khaled سارة:sara عمر:omar نور:nour هدى:huda طارق:tarek
        """,
        """
        الحداد:alhaddad القاسمي:alqasimi الزهراني:alzahrani بنجلون:benjelloun
        المنصوري:almansouri خوري:khoury النجار:alnajjar
        """,
    ),
    _culture(
        "2 JP Japanese",
        "さくら:sakura 健太:kenta 美咲:misaki 翔太:shota 陽菜:hina 大輔:daisuke 直子:naoko",
        """
        青柳:aoyagi 桐島:kirishima 水野:mizuno 小鳥遊:takanashi 柏木:kashiwagi 篠宮:shinomiya
        """,
    ),
    _culture(
        "2 SG Mandarin",
        """
        伟明:weiming 丽华:lihua 志强:zhiqiang 晓燕:xiaoyan 建国:jianguo 雨桐:yutong 민준:minjun
        서연:seoyeon
        """,
        "王:wang 李:li 欧阳:ouyang 陈:chen 林:lin 司马:sima 김:kim 박:park",
    ),
)
"""Who a European recruiter knows, roughly in proportion."""

# One in fifty writes a degree behind the name, as profiles do.
CREDENTIALS = phrases("PhD|Ph.D.|MBA|CPA|RN, BSN|PMP|CFA|M.Sc.|SHRM-CP|Dipl.-Ing.|MD")
