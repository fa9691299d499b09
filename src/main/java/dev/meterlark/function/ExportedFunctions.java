package dev.meterlark.function;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Functions with their settings, their saved events and the code of their latest version. */
@Component
@Order(2)
class ExportedFunctions implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Functions functions;
    private final Packages packages;
    private final SavedEvents events;

    ExportedFunctions(Functions functions, Packages packages, SavedEvents events) {
        this.functions = functions;
        this.packages = packages;
        this.events = events;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        functions.jsonl    settings, without the values of the environment
        code/              the package of each function's latest version, as it was uploaded
        events/            the events that are saved to call each with
        """;
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        List<String> withCode = new ArrayList<>();
        List<String> all = new ArrayList<>();
        sink.lines(
                "functions.jsonl",
                cursor -> {
                    FunctionList stretch = functions.list(caller, cursor, AT_ONCE);
                    stretch.items().forEach(function -> all.add(function.name()));
                    stretch.items().stream()
                            .filter(function -> function.code() != null)
                            .forEach(function -> withCode.add(function.name()));
                    return new Page<>(stretch.items(), stretch.nextCursor());
                });
        for (String name : withCode) {
            sink.bytes("code/" + name, packages.download(caller, name));
        }
        for (String name : all) {
            writeEvents(caller, name, sink);
        }
    }

    private void writeEvents(Caller caller, String function, ExportSink sink) throws IOException {
        String cursor = null;
        do {
            Page<SavedEvent> stretch = events.list(caller, function, cursor, AT_ONCE);
            for (SavedEvent event : stretch.items()) {
                byte[] text = events.get(caller, function, event.name()).text();
                sink.bytes(
                        "events/%s/%s".formatted(function, event.name()),
                        new ByteArrayInputStream(text));
            }
            cursor = stretch.nextCursor();
        } while (cursor != null);
    }
}
