"""Text search configurations: each language that PostgreSQL stems, after removing accents."""

from django.db import migrations

MAKE = """
DO $$
DECLARE language text;
BEGIN
    FOR language IN SELECT cfgname FROM pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace LOOP
        EXECUTE format('CREATE TEXT SEARCH CONFIGURATION careline_%s (COPY = pg_catalog.%I)', language, language);
        EXECUTE format('ALTER TEXT SEARCH CONFIGURATION careline_%s ALTER MAPPING FOR hword, hword_part, word '
                       'WITH unaccent, %I', language,
                       CASE language WHEN 'simple' THEN 'simple' ELSE language || '_stem' END);
    END LOOP;
END $$;
"""
DROP = """
DO $$
DECLARE configuration text;
BEGIN
    FOR configuration IN SELECT cfgname FROM pg_ts_config WHERE cfgname LIKE 'careline\\_%' LOOP
        EXECUTE format('DROP TEXT SEARCH CONFIGURATION %I', configuration);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_numbers_and_storage"), ("core", "0001_extensions")]
    operations = [migrations.RunSQL(MAKE, DROP)]
