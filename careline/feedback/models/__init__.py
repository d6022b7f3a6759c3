"""What is kept of feedback: moods, complaints, measures against abuse, and what the company decided about them."""

from careline.feedback.models.complaint import Complaint, ComplaintTicket
from careline.feedback.models.measure import Measure
from careline.feedback.models.mood import MoodFollower, MoodReading
from careline.feedback.models.settings import FeedbackSettings

__all__ = ["Complaint", "ComplaintTicket", "FeedbackSettings", "Measure", "MoodFollower", "MoodReading"]
