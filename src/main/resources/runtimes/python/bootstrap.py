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
STREAMING = (
    "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
    "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n"
)
HTTP_INTEGRATION = "application/vnd.awslambda.http-integration-response"
TEXT_OR_BYTES = (str, bytes, bytearray, memoryview)
LARGEST_TRAILER = 24 * 1024
TRACE = b"_X_AMZN_TRACE_ID"
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

    def has_answer(self):
        """Whether the platform has said something before it was its turn, which can only be a refusal."""
        try:
            return bool(self.read) or self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) is not None
        except BlockingIOError:
            return False

    def accepted(self):
        """Reads what the platform says of an answer. Refused ones (too large, too late) have ended the call already."""
        status, _, body = self.answer()
        if status != 202:
            print(f"[ERROR] Runtime API: {status} {bytes(body).decode()}", file=sys.stderr, flush=True)

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


def post_head(path, content_type, extra):
    return f"POST {PREFIX}{path} HTTP/1.1\r\nHost: {API}\r\nContent-Type: {content_type}\r\n{extra}"


def post(path, body, content_type, extra=""):
    head = post_head(path, content_type, extra)
    return b"".join((f"{head}Content-Length: {len(body)}\r\n\r\n".encode(), body))


def post_error(path, error, request_id):
    kind, body = report(error, request_id)
    return post(path, body, "application/json", error_header(kind))


def error_header(kind):
    if len(kind) > 256 or not TYPE_CHARACTERS.issuperset(kind):
        kind = "Function.Unknown"
    return f"Lambda-Runtime-Function-Error-Type: {kind}\r\n"


def error_trailers(error, request_id):
    """What stands behind the last piece of an answer that failed half-way; cut to what headers may hold."""
    import binascii

    kind, body = report(error, request_id)
    if len(body) > LARGEST_TRAILER:
        message = str(error)[: LARGEST_TRAILER // 8]
        body = json.dumps({"errorMessage": message, "errorType": kind[:256], "requestId": request_id}).encode()
    encoded = binascii.b2a_base64(body, newline=False).decode()
    return f"{error_header(kind)}Lambda-Runtime-Function-Error-Body: {encoded}\r\n"


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
    """Bytes and media type of what a handler returned."""
    if isinstance(result, (bytes, bytearray)):
        return bytes(result), "application/octet-stream"
    try:
        text = json.dumps(result, ensure_ascii=False, allow_nan=False, default=_plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise RuntimeFailure("MarshalError", f"Unable to marshal response: {error}") from None
    try:
        return text.encode(), "application/json"
    except UnicodeEncodeError:  # a lone surrogate
        return json.dumps(result, default=_plain).encode(), "application/json"


def _plain(value):
    if type(value).__name__ == "Decimal":
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


class AsyncPieces:
    """An asynchronous generator as one that waits: its event loop runs while a piece is asked for."""

    def __init__(self, generator):
        import asyncio

        self.asyncio = asyncio
        self.generator = generator
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)

    def __iter__(self):
        return self

    def __next__(self):
        return self._step(self.generator.__anext__())

    def throw(self, error):
        return self._step(self.generator.athrow(error))

    def close(self):
        try:
            self.loop.run_until_complete(self.generator.aclose())
            tasks = self.asyncio.all_tasks(self.loop)
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(self.asyncio.gather(*tasks, return_exceptions=True))
        finally:
            self.asyncio.set_event_loop(None)
            self.loop.close()

    def _step(self, step):
        try:
            return self.loop.run_until_complete(step)
        except StopAsyncIteration:
            raise StopIteration from None


class Stream:
    """An answer that is sent piece by piece."""

    def __init__(self, client, request_id):
        self.client = client
        self.request_id = request_id
        self.head = None  # what of it is still to be sent

    def begin_with(self, piece):
        """Begins with text, bytes or an HTTP prelude; false when the piece is none of them."""
        if isinstance(piece, dict) and "statusCode" in piece:
            kind, piece = HTTP_INTEGRATION, json.dumps(piece, default=_plain).encode() + bytes(8)
        elif isinstance(piece, TEXT_OR_BYTES):
            kind = "application/octet-stream"
        else:
            return False
        head = post_head(f"/invocation/{self.request_id}/response", kind, STREAMING)
        self.head = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode()
        self.send(piece)
        return True

    def send(self, piece):
        if not isinstance(piece, TEXT_OR_BYTES):
            message = f"Unable to stream a piece of type {type(piece).__name__}: yield str or bytes"
            raise RuntimeFailure("MarshalError", message)
        data = piece.encode() if isinstance(piece, str) else bytes(piece)
        if data:  # a chunk of no bytes would be the last
            self.client.send(b"".join((self._rest_of_head(), b"%x\r\n" % len(data), data, b"\r\n")))

    def end(self):
        """The last bytes of it."""
        return self._rest_of_head() + b"0\r\n\r\n"

    def fail(self, error):
        """The last bytes of one that failed, be it before it began or half-way."""
        if self.head is None:
            return post_error(f"/invocation/{self.request_id}/error", error, self.request_id)
        trailers = error_trailers(error, self.request_id)
        return self._rest_of_head() + f"0\r\n{trailers}\r\n".encode()

    def _rest_of_head(self):
        head, self.head = self.head, b""
        return head


def send_pieces(client, request_id, pieces):
    """Sends what a generator yields while it does, or collects what does not begin as a stream does. Returns what is left."""
    stream = Stream(client, request_id)
    try:
        first = next(pieces, b"")
        if stream.begin_with(first):
            pump(stream, pieces)
            rest = stream.end()
        else:
            rest = post_result(request_id, [first, *pieces])
    except Exception as error:
        rest = stream.fail(error)
    try:
        pieces.close()
    except Exception as error:  # too late for the caller
        report(error, request_id)
    return rest


def pump(stream, pieces):
    """What waits for an answer that the platform does not want any more is told where it yields."""
    for piece in pieces:
        if stream.client.has_answer():
            try:
                pieces.throw(BrokenPipeError(32, "The answer was refused"))
            except (StopIteration, BrokenPipeError):
                pass
            return
        stream.send(piece)


def post_result(request_id, result):
    return post(f"/invocation/{request_id}/response", *result_of(result))


def run(client, handler, headers, body):
    """One call: sends its answer and asks for the next event behind it."""
    request_id = headers["lambda-runtime-aws-request-id"]
    trace_id = headers.get("lambda-runtime-trace-id")
    if trace_id:
        os.environ._data[TRACE] = trace_id.encode()  # not putenv: the C library would keep every value there ever was
    try:
        result = handler(event_of(headers, body), Context(headers))
        if isinstance(result, types.GeneratorType):
            answer = send_pieces(client, request_id, result)
        elif isinstance(result, types.AsyncGeneratorType):
            answer = send_pieces(client, request_id, AsyncPieces(result))
        else:
            answer = post_result(request_id, result)
    except Exception as error:  # SystemExit ends the process: Runtime.ExitError
        answer = post_error(f"/invocation/{request_id}/error", error, request_id)
    client.send(answer + NEXT)
    client.accepted()


def show_logging():
    """Gives the logging module somewhere to write, unless the function has seen to it."""
    logging = sys.modules.get("logging")
    if logging is not None and not logging.getLogger().handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("[%(levelname)s]\t%(asctime)s\t%(message)s"))
        logging.getLogger().addHandler(handler)


class Nobody:
    """Stands for the connection while the runtime warms up: one event to read, and nobody to read the answer."""

    EVENT = '{"name": "sample", "list": [1, 2.5, true, null, "\\u00fc"]}'  # in ASCII: characters are bytes
    ANSWERS = (
        f"HTTP/1.1 200 OK\r\nContent-Length: {len(EVENT)}\r\nContent-Type: application/json\r\n"
        "Lambda-Runtime-Aws-Request-Id: sample\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: sample\r\nLambda-Runtime-Trace-Id: sample\r\n\r\n" + EVENT,
        "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
    )

    def __init__(self):
        self.answers = iter(self.ANSWERS)

    def recv(self, most, flags=0):
        if flags:
            raise BlockingIOError
        return next(self.answers).encode()

    def sendall(self, data):
        pass


def warm_up():
    """Runs what the first call of a function runs. Leaves nothing behind that a function could find."""
    modules, finders = set(sys.modules), set(sys.path_importer_cache)
    for handler in (load_handler("sample.handler"), load_handler("sample.streamed")):
        for _ in range(WARM_UP_CALLS):
            client = RuntimeClient(Nobody())
            _, headers, body = client.answer()
            run(client, handler, headers, body)
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
        run(client, handler, headers, body)


if __name__ == "__main__":
    main()
