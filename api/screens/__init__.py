"""The screens: one more representation of what the API answers, for people with a browser.

A screen calls the same handlers as the API, under the same authoriser, and shows their answers.

route.py      what every screen's route does: faults become pages, strangers sign in first
seen.py       who looks: their language, time zone, and as of when
times.py      dates and instants as the viewer reads them
showing.py    a page, or the part of it that changed
said.py       what was done, said in words, with its undo
words.py      what happened, in words and pictures
files.py      stylesheet, scripts, font and icons, from our own files
"""
