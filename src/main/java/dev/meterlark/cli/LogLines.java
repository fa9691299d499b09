package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;

/** What calls printed, each line with its time and the end of its call's id. */
final class LogLines {

    private static final int END_OF_ID = 8;

    private final Printing printing;
    private final boolean ofAll;

    /**
     * @param ofAll whether lines say which function printed them
     */
    LogLines(Printing printing, boolean ofAll) {
        this.printing = printing;
        this.ofAll = ofAll;
    }

    void print(JsonNode piece) {
        if (printing.json()) {
            printing.json(piece);
            return;
        }
        String prefix = prefix(piece, "endedAt");
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
        printing.say(prefix(line, "time") + Shown.line(Json.text(line, "text", "")));
    }

    private String prefix(JsonNode printed, String time) {
        String at = Json.text(printed, time, "").replaceFirst("[.][0-9]+Z$", "Z");
        String id = Json.text(printed, "invocationId", "");
        String end = id.substring(Math.max(0, id.length() - END_OF_ID));
        String function = ofAll ? Json.text(printed, "function", "-") + " " : "";
        return Shown.line(at + " " + function + end) + "  ";
    }
}
