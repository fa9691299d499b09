"""What Meterlark is measured beside: the same handler, as the peer's users run it, pinned in package.json and java.xml."""
