"""Runs a Python function: loads its handler, then asks the Runtime API for one event after the other.

The answer of a call and the request for the next event leave in one write. The standard library alone.
With --blank it warms up first and then asks which function it is to become.
"""

import importlib
import json
import os
import socket
import sys
import time
import traceback
import types

API = os.environ.get("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
PREFIX = "/2018-06-01/runtime"
NEXT = f"GET {PREFIX}/invocation/next HTTP/1.1\r\nHost: {API}\r\n\r\n".encode()
SPECIALIZATION = f"GET /meterlark/specialization HTTP/1.1\r\nHost: {API}\r\n\r\n".encode()
STREAMING = "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
WARM_UP_CALLS = 20
TYPE_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$")


class RuntimeClient:
    """Speaks HTTP/1.1 over one kept connection: answers come in the order of the requests."""

    def __init__(self, connected):
        self.socket = connected
        self.read = b""

    @classmethod
    def connect(cls):
        host, port = API.rsplit(":", 1)
        connected = socket.create_connection((host, int(port)))
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(connected)

    def send(self, data):
        self.socket.sendall(data)

    def answer(self):
        """The next answer as (status, headers, body)."""
        end = self.read.find(b"\r\n\r\n")
        while end < 0:
            self._receive()
            end = self.read.find(b"\r\n\r\n")
        lines = self.read[:end].decode("utf-8", "replace").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = self._body(end + 4, int(headers.get("content-length", 0)))
        return int(lines[0][9:12]), headers, body

    def _body(self, start, length):
        if len(self.read) - start >= length:
            body = self.read[start : start + length]
            self.read = self.read[start + length :]
            return body
        body = bytearray(length)
        view = memoryview(body)
        filled = len(self.read) - start
        view[:filled] = self.read[start:]
        self.read = b""
        while filled < length:
            received = self.socket.recv_into(view[filled:])
            if received == 0:
                raise SystemExit(0)
            filled += received
        return body

    def _receive(self):
        chunk = self.socket.recv(65536)
        if not chunk:
            raise SystemExit(0)  # the platform has ended the conversation
        self.read += chunk


class RuntimeFailure(Exception):
    """An error whose type is Lambda's name for what went wrong."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = list(trace)


class Context:
    """What a handler may ask about its call; the names are Lambda's."""

    __slots__ = (
        "aws_request_id",
        "invoked_function_arn",
        "function_name",
        "function_version",
        "memory_limit_in_mb",
        "log_group_name",
        "log_stream_name",
        "client_context",
        "identity",
        "tenant_id",
        "_deadline",
    )

    def __init__(self, headers):
        environment = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.client_context = _client_context(headers.get("lambda-runtime-client-context"))
        self.identity = _identity(headers.get("lambda-runtime-cognito-identity"))
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._deadline = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return f"Context(aws_request_id={self.aws_request_id}, function_name={self.function_name})"


def _client_context(text):
    if not text:
        return None
    given = json.loads(text)
    client = given.get("client") or {}
    names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")
    return types.SimpleNamespace(
        custom=given.get("custom"),
        env=given.get("env"),
        client=types.SimpleNamespace(**{name: client.get(name) for name in names}),
    )


def _identity(text):
    given = json.loads(text) if text else {}
    return types.SimpleNamespace(
        cognito_identity_id=given.get("cognitoIdentityId"),
        cognito_identity_pool_id=given.get("cognitoIdentityPoolId"),
    )


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name or not function_name:
        raise RuntimeFailure(
            "MalformedHandlerName", f"Bad handler '{name}': write module.function, as in app.handler"
        )
    module_name = module_name.replace("/", ".")
    if module_name in sys.builtin_module_names:
        raise RuntimeFailure("ImportModuleError", f"Cannot use built-in module {module_name} as a handler module")
    module = _load_module(module_name)
    try:
        handler = getattr(module, function_name)
    except AttributeError:
        raise RuntimeFailure(
            "HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        ) from None
    if not callable(handler):
        raise RuntimeFailure("HandlerNotFound", f"'{name}' is not a function")
    return handler


def _load_module(name):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        message = f"Unable to import module '{name}': {error}"
        raise RuntimeFailure("ImportModuleError", message, stack_of(error)) from None
    except SyntaxError as error:
        where = f'  File "{error.filename}" Line {error.lineno}\n    {(error.text or "").strip()}'
        raise RuntimeFailure("UserCodeSyntaxError", f"Syntax error in module '{name}': {error}", [where]) from None


def stack_of(error):
    """The frames of the function, without those of this file and of the importing machinery."""
    own = (__file__, "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename not in own]
    frames = [frame for frame in frames if not frame.filename.endswith("importlib/__init__.py")]
    return traceback.StackSummary.from_list(frames).format()


def report(error, request_id):
    """The error as the caller will see it; also printed, because the log is where people look first."""
    if isinstance(error, RuntimeFailure):
        kind, trace = error.kind, error.trace
    else:
        kind, trace = type(error).__name__, stack_of(error)
    print(f"[ERROR] {kind}: {error}\n{''.join(trace)}", file=sys.stderr, flush=True)
    body = {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": trace}
    return kind, json.dumps(body).encode()


def post(path, body, content_type, extra=""):
    head = (
        f"POST {PREFIX}{path} HTTP/1.1\r\nHost: {API}\r\nContent-Type: {content_type}\r\n"
        f"{extra}Content-Length: {len(body)}\r\n\r\n"
    )
    return b"".join((head.encode(), body))


def post_error(path, error, request_id):
    kind, body = report(error, request_id)
    if len(kind) > 256 or not TYPE_CHARACTERS.issuperset(kind):
        kind = "Function.Unknown"
    return post(path, body, "application/json", f"Lambda-Runtime-Function-Error-Type: {kind}\r\n")


def event_of(headers, body):
    """JSON as Lambda's events are; other media types arrive as text or bytes."""
    kind = headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    try:
        if kind == "application/json" or kind.endswith("+json"):
            return json.loads(body)
        if kind == "application/x-www-form-urlencoded":  # curl -d says so of everything
            try:
                return json.loads(body)
            except ValueError:
                return body.decode()
        return body.decode() if kind.startswith("text/") else bytes(body)
    except ValueError as error:
        raise RuntimeFailure("UnmarshalError", f"Unable to parse the event: {error}") from None


def result_of(result):
    """Bytes, media type and extra headers of what a handler returned."""
    if isinstance(result, types.GeneratorType):
        parts = list(result)
        if all(isinstance(part, (str, bytes, bytearray)) for part in parts):
            data = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
            return data, "application/octet-stream", STREAMING
        result = parts
    if isinstance(result, (bytes, bytearray)):
        return bytes(result), "application/octet-stream", ""
    try:
        text = json.dumps(result, ensure_ascii=False, allow_nan=False, default=_plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise RuntimeFailure("MarshalError", f"Unable to marshal response: {error}") from None
    try:
        return text.encode(), "application/json", ""
    except UnicodeEncodeError:  # a lone surrogate
        return json.dumps(result, default=_plain).encode(), "application/json", ""


def _plain(value):
    if type(value).__name__ == "Decimal":
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def run(handler, headers, body):
    """One call: what to send for it."""
    request_id = headers["lambda-runtime-aws-request-id"]
    trace_id = headers.get("lambda-runtime-trace-id")
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    try:
        data, kind, extra = result_of(handler(event_of(headers, body), Context(headers)))
        return post(f"/invocation/{request_id}/response", data, kind, extra)
    except Exception as error:  # SystemExit ends the process: Runtime.ExitError
        return post_error(f"/invocation/{request_id}/error", error, request_id)


def show_logging():
    """Gives the logging module somewhere to write, unless the function has seen to it."""
    logging = sys.modules.get("logging")
    if logging is not None and not logging.getLogger().handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("[%(levelname)s]\t%(asctime)s\t%(message)s"))
        logging.getLogger().addHandler(handler)


class Nobody:
    """Stands for the connection while the runtime warms up: one event to read, and nobody to read the answer."""

    BODY = '{"name": "sample", "list": [1, 2.5, true, null, "\\u00fc"]}'.encode()
    HEAD = (
        f"HTTP/1.1 200 OK\r\nContent-Length: {len(BODY)}\r\nContent-Type: application/json\r\n"
        "Lambda-Runtime-Aws-Request-Id: sample\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: sample\r\nLambda-Runtime-Trace-Id: sample\r\n\r\n"
    ).encode()

    def recv(self, most):
        return self.HEAD + self.BODY

    def sendall(self, data):
        pass


def warm_up():
    """Runs what the first call of a function runs. Leaves nothing behind that a function could find."""
    modules, finders = set(sys.modules), set(sys.path_importer_cache)
    handler = load_handler("sample.handler")
    for _ in range(WARM_UP_CALLS):
        client = RuntimeClient(Nobody())
        _, headers, body = client.answer()
        client.send(run(handler, headers, body))
    stack_of(RuntimeError("sample"))
    for name in set(sys.modules) - modules:
        del sys.modules[name]
    for folder in set(sys.path_importer_cache) - finders:
        del sys.path_importer_cache[folder]


def specialize(client):
    """Becomes the function that the platform names: its environment, its folder, no trace of having waited."""
    client.send(SPECIALIZATION)
    status, _, body = client.answer()
    if status != 200:
        sys.exit(1)
    environment = json.loads(body)["environment"]
    for name in list(os.environ):
        if name not in environment:
            del os.environ[name]
    os.environ.update(environment)
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])
    del sys.argv[1:]
    del getattr(sys, "orig_argv", [])[-1:]


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, write_through=True)
    client = RuntimeClient.connect()
    if sys.argv[1:] == ["--blank"]:
        warm_up()
        specialize(client)
    sys.path[0] = os.environ.get("LAMBDA_TASK_ROOT", os.getcwd())  # instead of the folder of this file
    try:
        handler = load_handler(os.environ.get("_HANDLER", "app.handler"))
    except Exception as error:
        client.send(post_error("/init/error", error, ""))
        client.answer()
        sys.exit(1)
    show_logging()
    client.send(NEXT)
    while True:
        status, headers, body = client.answer()
        if status != 200:
            print(f"[ERROR] Runtime API: {status} {bytes(body).decode()}", file=sys.stderr, flush=True)
            sys.exit(1)
        client.send(run(handler, headers, body) + NEXT)
        status, _, body = client.answer()
        if status != 202:  # refused: too large or too late; the call has ended already
            print(f"[ERROR] Runtime API: {status} {bytes(body).decode()}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
