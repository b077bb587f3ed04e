"""The Studio: pictures from words.

place                       the parts put together
settings                    everything the user says before a painting begins
painting_view               the picture while it is painted, its losses, its history, and what to do with it
queue_panel, gallery_panel  paintings to come, and those that were painted
"""
