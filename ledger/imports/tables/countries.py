"""Which country a cell names: the codes of ISO 3166-1, and the names people write."""

from functools import lru_cache

import phonenumbers

from ledger.imports.texts import folded

_NAMES = """
AR Argentina;Argentinien;Argentine
AT Austria;Österreich;Autriche;Áustria;Oostenrijk;Rakousko;Oesterreich
AU Australia;Australien;Australie
BE Belgium;Belgien;Belgique;België;Bélgica;Belgio;Belgia;Belgie
BG Bulgaria;Bulgarien;Bulgarie
BR Brazil;Brasilien;Brésil;Brasil;Brasile;Brazylia
CA Canada;Kanada;Canadá
CH Switzerland;Schweiz;Suisse;Suiza;Svizzera;Suíça;Zwitserland;Szwajcaria;Švýcarsko
CL Chile;Chili
CN China;Chine;Cina;Chiny
CO Colombia;Kolumbien;Colombie
CZ Czech Republic;Czechia;Tschechien;République tchèque;Česká republika;Česko;Czechy
DE Germany;Deutschland;Allemagne;Alemania;Germania;Alemanha;Duitsland;Niemcy;Německo;BRD
DK Denmark;Dänemark;Danemark;Dinamarca;Danimarca;Dania;Danmark
EE Estonia;Estland;Estonie
ES Spain;Spanien;Espagne;España;Spagna;Espanha;Spanje;Hiszpania;Španělsko
FI Finland;Finnland;Finlande;Finlandia;Suomi
FR France;Frankreich;Francia;França;Frankrijk;Francja;Francie
GB United Kingdom;UK;Great Britain;England;Scotland;Wales;Northern Ireland;Großbritannien;
   Vereinigtes Königreich;Royaume-Uni;Reino Unido;Regno Unito;Verenigd Koninkrijk;
   Wielka Brytania;Velká Británie
GR Greece;Griechenland;Grèce;Grecia;Grécia;Griekenland;Grecja;Řecko
HR Croatia;Kroatien;Croatie;Hrvatska;Chorwacja
HU Hungary;Ungarn;Hongrie;Hungría;Magyarország;Węgry;Maďarsko
IE Ireland;Irland;Irlande;Irlanda;Ierland;Irlandia;Irsko
IL Israel;Israël
IN India;Indien;Inde;Indie
IT Italy;Italien;Italie;Italia;Itália;Włochy;Itálie
JP Japan;Japon;Japón;Giappone;Japão;Japonia
LT Lithuania;Litauen;Lituanie;Litwa
LU Luxembourg;Luxemburg;Lussemburgo
LV Latvia;Lettland;Lettonie;Łotwa
MX Mexico;Mexiko;Mexique;México;Messico
NG Nigeria
NL Netherlands;The Netherlands;Holland;Niederlande;Pays-Bas;Países Bajos;Paesi Bassi;
   Nederland;Holandia;Nizozemsko
NO Norway;Norwegen;Norvège;Noruega;Norvegia;Norge;Norwegia
NZ New Zealand;Neuseeland
PL Poland;Polen;Pologne;Polonia;Polónia;Polska;Polsko
PT Portugal;Portogallo;Portugalia
RO Romania;Rumänien;Roumanie;România;Rumunia
RS Serbia;Serbien;Serbie
SE Sweden;Schweden;Suède;Suecia;Svezia;Suécia;Zweden;Sverige;Szwecja
SG Singapore;Singapur
SI Slovenia;Slowenien
SK Slovakia;Slowakei;Slovaquie;Slovensko;Słowacja
TR Turkey;Türkei;Turquie;Türkiye
UA Ukraine;Ukraina
US United States;United States of America;USA;U.S.;America;Vereinigte Staaten;États-Unis;
   Estados Unidos;Stati Uniti;Verenigde Staten;Stany Zjednoczone;EE.UU.;Spojené státy
ZA South Africa;Südafrika;Afrique du Sud
"""


def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    code = ""
    for line in _NAMES.strip().splitlines():
        code, names = (code, line) if line.startswith(" ") else line.split(" ", 1)
        found |= {folded(name): code for name in names.split(";") if name.strip()}
    return found


_BY_NAME = _by_name()


@lru_cache(maxsize=1_024)
def region_of(country: str) -> str | None:
    """Return the code of a country by its name or code; None for one not known here."""
    told = country.strip()
    if told.upper() in phonenumbers.SUPPORTED_REGIONS:
        return told.upper()
    return _BY_NAME.get(folded(told))
