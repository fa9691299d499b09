"""What a runtime without a function loads and calls to warm up."""


def handler(event, context):
    return {"name": event["name"], "id": context.aws_request_id}


def streamed(event, context):
    yield event["name"]
    yield b"more"
