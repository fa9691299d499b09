package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A live log that goes on where it was when its connection breaks. Gives up when the platform
 * refuses, or cannot be reached for some minutes.
 */
final class Following {

    /** The platform says something every fifteen seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int MOST_TRIES = 12;
    private static final Duration LONGEST_REST = Duration.ofSeconds(20);

    private final Api api;
    private final String path;
    private final LogLines lines;
    private final Printing printing;
    private final Set<String> printed = new HashSet<>();
    private String lastEventId = "";
    private int failures;

    Following(Api api, String path, LogLines lines, Printing printing) {
        this.api = api;
        this.path = path + "?follow=true";
        this.lines = lines;
        this.printing = printing;
    }

    /** Returns when nobody reads what it prints any more. */
    void run(Supplier<List<JsonNode>> before) {
        Supplier<List<JsonNode>> first = before;
        while (true) {
            try {
                HttpResponse<InputStream> response = api.stream(path, lastEventId);
                accept(response, first);
                first = List::of;
            } catch (IOException e) {
                if (first == before || failures >= MOST_TRIES) {
                    throw api.unreachable(e);
                }
                rest("The connection broke (%s); trying again.".formatted(Reason.of(e)));
            }
        }
    }

    private void accept(HttpResponse<InputStream> response, Supplier<List<JsonNode>> first)
            throws IOException {
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                refused(response, body);
                return;
            }
            // Asked for after the stream has begun: what ends in between is in both, not in
            // neither.
            first.get().forEach(this::printOnce);
            follow(body);
        }
    }

    private void follow(InputStream body) throws IOException {
        try (Silence silence = new Silence(body, SILENCE)) {
            EventReader events = new EventReader(body, silence::broken);
            for (EventReader.Event event = events.next(); event != null; event = events.next()) {
                failures = 0;
                lastEventId = event.id().isEmpty() ? lastEventId : event.id();
                switch (event.name()) {
                    case "log" -> Json.read(bytes(event.data())).ifPresent(this::print);
                    case "end" -> {
                        return;
                    }
                    default -> {
                        // Of a later version, and nothing that was printed.
                    }
                }
            }
        }
        rest("The connection ended; trying again.");
    }

    private void refused(HttpResponse<InputStream> response, InputStream body) throws IOException {
        Reply reply =
                new Reply(response.statusCode(), response.headers(), body.readNBytes(1 << 20));
        boolean later = reply.status() == 429 || reply.status() >= 500;
        if (!later || failures >= MOST_TRIES) {
            throw reply.failure();
        }
        rest(reply.failure().message());
    }

    private void rest(String because) {
        printing.notice(Shown.line(because));
        Duration time = Duration.ofMillis(500).multipliedBy(1L << Math.min(failures, 6));
        failures++;
        api.rest(time.compareTo(LONGEST_REST) < 0 ? time : LONGEST_REST);
    }

    private void printOnce(JsonNode item) {
        printed.add(attempt(item));
        lines.print(item);
    }

    private void print(JsonNode piece) {
        if (!printed.contains(attempt(piece))) {
            lines.print(piece);
        }
    }

    private static String attempt(JsonNode item) {
        return Json.text(item, "invocationId", "") + "." + Json.text(item, "attempt", "");
    }

    private static byte[] bytes(String data) {
        return data.getBytes(StandardCharsets.UTF_8);
    }
}
