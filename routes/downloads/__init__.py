"""A route or a trip as files to take along, in the language of its edition.

All of them follow one rule for places that are not known exactly (precision `approximate` or
`area`): such a stop is told with its point and how inexact it is, and is never a target of
navigation. So it is a waypoint with a description in GPX, and no point of the GPX route.
"""
