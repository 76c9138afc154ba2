"""Names on the map in the page's language.

GeoNames knows one spelling of a town; people here know two or three. These tables are our own, made
by hand, for what is seen most; a name that is not here is shown as its own country writes it. Names
follow what Latvian and Lithuanian maps print; where usage wavers the original stands.
"""

from typing import NamedTuple

from catalogue.maps.projection import LonLat


class Names(NamedTuple):
    lv: str
    lt: str
    en: str

    def in_language(self, language: str) -> str:
        """`language` is `lv`, `lt` or `en`; raises ValueError for any other."""
        return self[self._fields.index(language)]


# By the spelling of the data file.
TOWNS: dict[str, Names] = {
    # Latvia
    "Riga": Names("Rīga", "Ryga", "Riga"),
    "Rīga": Names("Rīga", "Ryga", "Riga"),
    "Daugavpils": Names("Daugavpils", "Daugpilis", "Daugavpils"),
    "Rēzekne": Names("Rēzekne", "Rezeknė", "Rēzekne"),
    "Jēkabpils": Names("Jēkabpils", "Jekabpilis", "Jēkabpils"),
    "Krāslava": Names("Krāslava", "Kraslava", "Krāslava"),
    "Preiļi": Names("Preiļi", "Preiliai", "Preiļi"),
    "Līvāni": Names("Līvāni", "Lyvanai", "Līvāni"),
    "Ludza": Names("Ludza", "Ludza", "Ludza"),
    "Balvi": Names("Balvi", "Balvai", "Balvi"),
    "Kārsava": Names("Kārsava", "Karsava", "Kārsava"),
    "Viļaka": Names("Viļaka", "Viliaka", "Viļaka"),
    "Viļāni": Names("Viļāni", "Vilianai", "Viļāni"),
    "Varakļāni": Names("Varakļāni", "Varaklianai", "Varakļāni"),
    "Zilupe": Names("Zilupe", "Zilupė", "Zilupe"),
    "Ilūkste": Names("Ilūkste", "Ilūkstė", "Ilūkste"),
    "Subate": Names("Subate", "Subatė", "Subate"),
    "Aknīste": Names("Aknīste", "Aknystė", "Aknīste"),
    "Viesīte": Names("Viesīte", "Viesytė", "Viesīte"),
    "Aizkraukle": Names("Aizkraukle", "Aizkrauklė", "Aizkraukle"),
    "Gulbene": Names("Gulbene", "Gulbenė", "Gulbene"),
    "Alūksne": Names("Alūksne", "Alūksnė", "Alūksne"),
    "Cesvaine": Names("Cesvaine", "Cesvainė", "Cesvaine"),
    "Lubāna": Names("Lubāna", "Lubana", "Lubāna"),
    "Silene": Names("Silene", "Silenė", "Silene"),
    # Lithuania
    "Vilnius": Names("Viļņa", "Vilnius", "Vilnius"),
    "Kaunas": Names("Kauņa", "Kaunas", "Kaunas"),
    "Panevėžys": Names("Panevēža", "Panevėžys", "Panevėžys"),
    "Zarasai": Names("Zarasi", "Zarasai", "Zarasai"),
    "Visaginas": Names("Visagina", "Visaginas", "Visaginas"),
    "Rokiškis": Names("Rokišķi", "Rokiškis", "Rokiškis"),
    "Anykščiai": Names("Anīkšči", "Anykščiai", "Anykščiai"),
    "Molėtai": Names("Molēti", "Molėtai", "Molėtai"),
    "Švenčionys": Names("Švenčoni", "Švenčionys", "Švenčionys"),
    "Švenčionėliai": Names("Švenčonēļi", "Švenčionėliai", "Švenčionėliai"),
    "Kupiškis": Names("Kupišķi", "Kupiškis", "Kupiškis"),
    "Biržai": Names("Birži", "Biržai", "Biržai"),
    "Pasvalys": Names("Pasvale", "Pasvalys", "Pasvalys"),
    "Ukmergė": Names("Ukmerģe", "Ukmergė", "Ukmergė"),
    "Širvintos": Names("Širvintas", "Širvintos", "Širvintos"),
    "Dūkštas": Names("Dūkšta", "Dūkštas", "Dūkštas"),
    "Dusetos": Names("Dusetas", "Dusetos", "Dusetos"),
    "Juodupė": Names("Jodupe", "Juodupė", "Juodupė"),
    "Pandėlys": Names("Pandēle", "Pandėlys", "Pandėlys"),
    "Nemenčinė": Names("Nemenčine", "Nemenčinė", "Nemenčinė"),
    "Pabradė": Names("Pabrade", "Pabradė", "Pabradė"),
    "Kavarskas": Names("Kavarska", "Kavarskas", "Kavarskas"),
    # Neighbours: only those named here are drawn, for their data names are English
    "Braslav": Names("Braslava", "Breslauja", "Braslaw"),
    "Vidzy": Names("Vidzi", "Vidžiai", "Vidzy"),
    "Pastavy": Names("Pastavi", "Pastovys", "Pastavy"),
    "Druja": Names("Druja", "Druja", "Druya"),
    "Opsa": Names("Opsa", "Opsa", "Opsa"),
    "Asvieja": Names("Asveja", "Asveja", "Asvyeya"),
    "Miory": Names("Mjori", "Mijorai", "Myory"),
    "Verkhnedvinsk": Names("Verhņadzvinska", "Verchniadzvinskas", "Vyerkhnyadzvinsk"),
    "Dzisna": Names("Dzisna", "Dysna", "Dzisna"),
    "Hlybokaye": Names("Glubokoje", "Glubokas", "Hlybokaye"),
    "Polotsk": Names("Polocka", "Polockas", "Polatsk"),
    "Sebezh": Names("Sebeža", "Sebežas", "Sebezh"),
    "Opochka": Names("Opočka", "Opočka", "Opochka"),
    "Pytalovo": Names("Pitalova", "Pytalovas", "Pytalovo"),
    "Ostrov": Names("Ostrova", "Ostrovas", "Ostrov"),
}

COUNTRIES: dict[str, Names] = {
    "LV": Names("Latvija", "Latvija", "Latvia"),
    "LT": Names("Lietuva", "Lietuva", "Lithuania"),
    "BY": Names("Baltkrievija", "Baltarusija", "Belarus"),
    "RU": Names("Krievija", "Rusija", "Russia"),
    "EE": Names("Igaunija", "Estija", "Estonia"),
}

# Where a neighbour's name may stand, longitude and latitude; the first free place is taken.
NEIGHBOUR_PLACES: dict[str, list[LonLat]] = {
    "BY": [(27.45, 55.42), (27.0, 55.25), (27.9, 55.62), (26.75, 55.47), (28.2, 55.85)],
    "RU": [
        (28.65, 56.85),
        (28.5, 56.5),
        (28.3, 57.15),
        (28.7, 56.2),
        (28.15, 56.95),
        (28.35, 56.46),
        (28.05, 57.25),
        (28.0, 57.4),
        (28.4, 56.35),
    ],
    "EE": [(26.9, 57.72), (26.6, 57.7)],
}

# With a point in the lake: longitude, latitude.
LAKES: list[tuple[Names, LonLat]] = [
    (Names("Lubāns", "Lubanas", "Lubāns"), (26.88, 56.77)),
    (Names("Rāzna", "Rāzna", "Rāzna"), (27.46, 56.32)),
    (Names("Rušons", "Rušons", "Rušons"), (27.02, 56.20)),
    (Names("Sīvers", "Sīvers", "Sīvers"), (27.36, 56.03)),
    (Names("Drīdzis", "Drīdzis", "Drīdzis"), (27.29, 55.97)),
    (Names("Ežezers", "Ežezers", "Ežezers"), (27.61, 56.16)),
    (Names("Cirma", "Cirma", "Cirma"), (27.61, 56.56)),
    (Names("Svente", "Svente", "Svente"), (26.36, 55.86)),
    (Names("Drūkšiai", "Drūkšiai", "Drūkšiai"), (26.58, 55.62)),
    (Names("Dysnai", "Dysnai", "Dysnai"), (26.33, 55.49)),
    (Names("Luodis", "Luodis", "Luodis"), (26.20, 55.58)),
    (Names("Sarti", "Sartai", "Sartai"), (25.83, 55.80)),
    (Names("Avilys", "Avilys", "Avilys"), (26.07, 55.76)),
    (
        Names("Antalieptes ūdenskrātuve", "Antalieptės marios", "Antalieptė Reservoir"),
        (26.03, 55.63),
    ),
    (Names("Tauragnas", "Tauragnas", "Tauragnas"), (25.87, 55.44)),
    (Names("Kretuonas", "Kretuonas", "Kretuonas"), (26.07, 55.25)),
    (Names("Dringis", "Dringis", "Dringis"), (26.03, 55.37)),
    (Names("Alaušas", "Alaušas", "Alaušas"), (25.69, 55.61)),
    (Names("Rubikiai", "Rubikiai", "Rubikiai"), (25.27, 55.50)),
    (Names("Naroča", "Narutis", "Narach"), (26.76, 54.86)),
]

# With points on the river where the name may stand.
RIVERS: list[tuple[Names, list[LonLat]]] = [
    (
        Names("Daugava", "Dauguva", "Daugava"),
        [
            (26.25, 56.25),
            (26.35, 56.05),
            (26.85, 55.93),
            (27.6, 55.82),
            (25.75, 56.6),
            (28.0, 55.7),
        ],
    ),
    (Names("Žeimena", "Žeimena", "Žeimena"), [(25.9, 55.07), (25.97, 55.2)]),
    (Names("Nere", "Neris", "Neris"), [(25.0, 54.9), (25.6, 54.83)]),
]


def town_name(name: str, country: str, language: str) -> str | None:
    """The town in this language; None for a neighbour's town that has no name here."""
    names = TOWNS.get(name)
    if names is not None:
        return names.in_language(language)
    return name if country in ("LV", "LT") else None


def country_name(code: str, language: str) -> str:
    return COUNTRIES[code].in_language(language)
