"""The institutions that keep the catalogue, and what the programme of 2007–2013 asks to be shown.

Sources: the project's pages at lpr.gov.lv (partners, programme, fund); the disclaimer is the
programme's standard sentence. Addresses and telephones are the institutions' own to add.
"""

from datetime import date

from django.db import migrations

PARTNERS = [
    {
        "key": "latgale",
        "country": "LV",
        "is_lead": False,
        "website": "https://lpr.gov.lv",
        "name_lv": "Latgales plānošanas reģions",
        "name_lt": "Latgalos planavimo regionas",
        "name_en": "Latgale Planning Region",
        "region_name_lv": "Latgale",
        "region_name_lt": "Latgala",
        "region_name_en": "Latgale",
    },
    {
        "key": "ignalina",
        "country": "LT",
        "is_lead": True,
        "website": "",
        "name_lv": "Ignalinas AES reģiona attīstības aģentūra",
        "name_lt": "Ignalinos AE regiono plėtros agentūra",
        "name_en": "Ignalina NPP Region Development Agency",
        "region_name_lv": "Aukštaitija",
        "region_name_lt": "Aukštaitija",
        "region_name_en": "Aukštaitija",
    },
]

BLOCK = {
    "key": "llii-106",
    "valid_from": date(2010, 1, 1),
    "fund_lv": "Eiropas Reģionālās attīstības fonds",
    "fund_lt": "Europos regioninės plėtros fondas",
    "fund_en": "European Regional Development Fund",
    "programme_lv": "Latvijas–Lietuvas pārrobežu sadarbības programma 2007.–2013. gadam",
    "programme_lt": "2007–2013 m. Latvijos ir Lietuvos bendradarbiavimo per sieną programa",
    "programme_en": "Latvia–Lithuania Cross Border Cooperation Programme 2007–2013",
    "project_lv": "VILLAGE HERITAGE, LLII-106",
    "project_lt": "VILLAGE HERITAGE, LLII-106",
    "project_en": "VILLAGE HERITAGE, LLII-106",
    "statement_lv": "Projektu daļēji finansēja Eiropas Savienība.",
    "statement_lt": "Projektą iš dalies finansavo Europos Sąjunga.",
    "statement_en": "The project was part-financed by the European Union.",
    "disclaimer_lv": (
        "Par šīs publikācijas saturu pilnībā atbild projekta partneri, un tas nekādā gadījumā nav "
        "uzskatāms par Eiropas Savienības oficiālo nostāju."
    ),
    "disclaimer_lt": (
        "Už šio leidinio turinį atsako tik projekto partneriai, ir jokiomis aplinkybėmis negalima "
        "laikyti, kad jis atspindi Europos Sąjungos poziciją."
    ),
    "disclaimer_en": (
        "The contents of this publication are the sole responsibility of the project partners and "
        "can under no circumstances be regarded as reflecting the position of the European Union."
    ),
}


def write(apps, schema_editor):
    Partner = apps.get_model("catalogue", "Partner")
    for row in PARTNERS:
        Partner.objects.update_or_create(key=row["key"], defaults={**row, "name": row["name_en"]})
    VisibilityBlock = apps.get_model("catalogue", "VisibilityBlock")
    VisibilityBlock.objects.update_or_create(key=BLOCK["key"], defaults=BLOCK)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_partners_staff_and_editions")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
