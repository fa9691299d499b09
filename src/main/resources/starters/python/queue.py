def handler(event, context):
    """Takes messages from a queue, some at a time. Those it names as failed come again."""
    failures = []
    for message in event["Records"]:
        try:
            print("working on", message["body"])
        except Exception as problem:
            print(message["messageId"], problem)
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}
