package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Brings a function to what is wished, with as few requests as that takes. */
final class Deploying {

    enum Action {
        CREATED("Created"),
        UPDATED("Updated"),
        UNCHANGED("Nothing to do for");

        private final String said;

        Action(String said) {
            this.said = said;
        }

        String said() {
            return said;
        }
    }

    record Deployed(FunctionFacts function, Action action, boolean uploaded) {

        ObjectNode asJson() {
            ObjectNode document = Json.object();
            document.put("action", action.name().toLowerCase(Locale.ROOT));
            document.put("uploaded", uploaded);
            document.set("function", function.json());
            return document;
        }
    }

    private final Api api;
    private final Surroundings around;
    private final Printing printing;
    private final boolean bar;
    private final KnownUploads uploads;

    Deploying(Api api, Surroundings around, Printing printing, boolean bar) {
        this.api = api;
        this.around = around;
        this.printing = printing;
        this.bar = bar;
        this.uploads = KnownUploads.of(around);
    }

    Deployed deploy(Wishes wishes, CodePackage code) {
        String path = Ask.function(wishes.name());
        Optional<FunctionFacts> there = find(path);
        return there.isPresent()
                ? update(path, there.get(), wishes, code)
                : create(path, wishes, code);
    }

    private Optional<FunctionFacts> find(String path) {
        Reply reply = api.exchange(Ask.get(path));
        if (reply.status() == 404 && reply.failure().code().equals("not-found")) {
            return Optional.empty();
        }
        if (!reply.succeeded()) {
            throw reply.failure();
        }
        return Optional.of(FunctionFacts.of(reply.json()));
    }

    private Deployed create(String path, Wishes wishes, CodePackage code) {
        ObjectNode body = Json.object();
        body.put("name", wishes.name());
        if (wishes.runtime() != null) {
            body.put("runtime", wishes.runtime());
            put(body, "handler", wishes.handler());
        } else {
            guessed(body, wishes, code);
        }
        put(body, "memoryMb", wishes.memoryMiB());
        put(body, "timeout", wishes.timeoutSeconds());
        put(body, wishes.environment());
        FunctionFacts made = FunctionFacts.of(api.send(Ask.post("/functions", body)).json());
        try {
            upload(path, made, code);
        } catch (Failure e) {
            printing.notice(
                    "%s was made, but has no code: mend it and deploy again, or lark delete %s"
                            .formatted(wishes.name(), wishes.name()));
            throw e;
        }
        return new Deployed(FunctionFacts.of(api.get(path)), Action.CREATED, true);
    }

    private void guessed(ObjectNode body, Wishes wishes, CodePackage code) {
        Guess guess = Guess.of(code).orElseThrow(() -> cannotTell());
        String handler = wishes.handler() != null ? wishes.handler() : guess.handler();
        if (handler.isEmpty() && guess.lacksClass()) {
            throw Failure.usage(
                    "which class of the jar is the handler?",
                    "Say it: --handler com.acme.Hello or --handler com.acme.Hello::method");
        }
        body.put("runtime", guess.runtime());
        if (!handler.isEmpty()) {
            body.put("handler", handler);
        }
        printing.notice(
                "Taken for %s%s, by %s."
                        .formatted(
                                guess.runtime(),
                                handler.isEmpty() ? "" : " with the handler " + handler,
                                guess.because()));
    }

    private static Failure cannotTell() {
        return Failure.usage(
                "the files do not say which runtime this is for",
                "Say it: --runtime nodejs --handler index.handler (or python, java, provided)");
    }

    private Deployed update(String path, FunctionFacts there, Wishes wishes, CodePackage code) {
        ObjectNode changes = changes(there, wishes);
        boolean upload = !uploads.isThere(code, there);
        if (!changes.isEmpty()) {
            api.send(Ask.patch(path, changes));
        }
        if (upload) {
            upload(path, there, code);
        }
        boolean changed = upload || !changes.isEmpty();
        return new Deployed(
                changed ? FunctionFacts.of(api.get(path)) : there,
                changed ? Action.UPDATED : Action.UNCHANGED,
                upload);
    }

    private static ObjectNode changes(FunctionFacts there, Wishes wishes) {
        ObjectNode changes = Json.object();
        String runtime = wishes.runtime();
        if (runtime != null && !isOf(there.runtime(), runtime)) {
            changes.put("runtime", runtime);
        }
        String handler = wishes.handler();
        if (handler != null && !handler.equals(there.handler())) {
            changes.put("handler", handler);
        }
        Integer memory = wishes.memoryMiB();
        if (memory != null && memory != there.memoryMiB()) {
            changes.put("memoryMb", memory);
        }
        Integer timeout = wishes.timeoutSeconds();
        if (timeout != null && timeout != there.timeoutSeconds()) {
            changes.put("timeout", timeout);
        }
        if (!there.hasEnvironment(wishes.environment())) {
            put(changes, wishes.environment());
        }
        return changes;
    }

    /** Whether it is that runtime, or of that family. */
    private static boolean isOf(String runtime, String wished) {
        return runtime.equals(wished) || runtime.replaceFirst("[0-9.]+$", "").equals(wished);
    }

    private void upload(String path, FunctionFacts function, CodePackage code) {
        Reply stored =
                api.send(
                        Ask.put(
                                path + "/code" + named(code),
                                code.isJavaSource() ? "text/x-java-source" : "application/zip",
                                () -> Upload.of(code, around.err(), bar)));
        uploads.note(code, function, Json.text(stored.json(), "digest", ""));
    }

    /** The platform knows by the name that it has to compile it. */
    private static String named(CodePackage code) {
        return code.isJavaSource() ? "?filename=" + Ask.encoded(code.names().getFirst()) : "";
    }

    private static void put(ObjectNode body, String member, @Nullable String value) {
        if (value != null) {
            body.put(member, value);
        }
    }

    private static void put(ObjectNode body, String member, @Nullable Integer value) {
        if (value != null) {
            body.put(member, value);
        }
    }

    private static void put(ObjectNode body, @Nullable Map<String, String> environment) {
        if (environment != null) {
            ObjectNode members = body.putObject("environment");
            environment.forEach(members::put);
        }
    }
}
