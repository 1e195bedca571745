"""What this room does when the chronicle says something.

meetings  invitations, news of those that changed, the answers that come by mail
reviews   letters to those who review a paper, and to those who wrote it
"""

from mithaq.taskforces.followers import meetings, reviews

__all__ = ["meetings", "reviews"]
