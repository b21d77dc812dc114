"""Answers that many companies give alike."""

from app.demo.words import Said

INSURED: Said = {"insurance": "yes", "state_aid": "no", "ties": "no"}
OPEN: Said = {"has_secrets": "no"}
NO_DEVICE: Said = {"device": "no", "within_intended_purpose": "yes"}
CLASS_I: Said = {"device": "marked", "device_class": "class_i", "within_intended_purpose": "yes"}
NO_AI: Said = {"uses_ai": "no"}
NOTHING_SENSED: Said = {"camera_audio_pos": ["none"]}
ACCESSIBLE_IN_PART: Said = {"accessible": "partly"}


def processed(categories: str, deleted: str) -> Said:
    """Personal data that the company processes for the municipality, in Sweden."""
    return {
        "personal_data": "yes",
        "data_categories": categories,
        "data_where": "sweden",
        "data_role": "processor",
        "deletion_plan": deleted,
    }
