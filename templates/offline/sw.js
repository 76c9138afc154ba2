{# Wants: site (JSON), worker (an address). The version in `site` makes this file another one with each deploy. #}self.site = {{ site|safe }};
importScripts("{{ worker }}");
