"""Static maps as SVG, drawn by plain Python from the data files beside this package.

`render_map()` draws a village or a route for the web page and for paper; `base_geojson()` gives the
same lakes, frontiers and towns to an interactive map. Nothing here reads the database or the
network. The data files are made by `script/build_basemap.py`.
"""

from catalogue.maps.draw import render_map
from catalogue.maps.geojson import base_geojson
from catalogue.maps.legs import MapLeg, straight_legs
from catalogue.maps.stops import MapStop

__all__ = ["MapLeg", "MapStop", "base_geojson", "render_map", "straight_legs"]
