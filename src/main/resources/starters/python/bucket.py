from urllib.parse import unquote_plus


def handler(event, context):
    """Runs for each object that is put into a bucket."""
    for record in event["Records"]:
        s3 = record["s3"]
        key = unquote_plus(s3["object"]["key"])
        print(record["eventName"], s3["bucket"]["name"], key, s3["object"].get("size"), "bytes")
    return {"seen": len(event["Records"])}
