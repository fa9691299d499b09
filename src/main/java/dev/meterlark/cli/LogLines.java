package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;

/** What calls printed, each line with its time and the end of its call's id. */
final class LogLines {

    private static final int END_OF_ID = 8;

    private final Printing printing;

    LogLines(Printing printing) {
        this.printing = printing;
    }

    void print(JsonNode piece) {
        if (printing.json()) {
            printing.json(piece);
            return;
        }
        String id = Json.text(piece, "invocationId", "");
        String prefix = prefix(Json.text(piece, "endedAt", ""), id);
        String text = Json.text(piece, "text", "");
        Shown.lines(text).lines().forEach(line -> printing.say(prefix + line));
        long lost = piece.path("truncatedBytes").asLong(0);
        if (lost > 0) {
            printing.say(prefix + "(and %s more, which was not kept)".formatted(Size.of(lost)));
        }
    }

    /** A line that a search found. */
    void printFound(JsonNode line) {
        if (printing.json()) {
            printing.json(line);
            return;
        }
        String prefix = prefix(Json.text(line, "time", ""), Json.text(line, "invocationId", ""));
        printing.say(prefix + Shown.line(Json.text(line, "text", "")));
    }

    private static String prefix(String time, String id) {
        return "%s %s  "
                .formatted(
                        Shown.line(time.replaceFirst("[.][0-9]+Z$", "Z")),
                        Shown.line(id.substring(Math.max(0, id.length() - END_OF_ID))));
    }
}
