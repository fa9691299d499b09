from datetime import datetime, timezone


def handler(event, context):
    """Runs when a timer says so. The event names the timer and its time."""
    print("it is", event.get("time"), "for", event.get("resources"))
    # What is to happen again and again goes here.
    return {"ranAt": datetime.now(timezone.utc).isoformat()}
