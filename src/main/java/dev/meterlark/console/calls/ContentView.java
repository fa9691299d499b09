package dev.meterlark.console.calls;

import dev.meterlark.console.FunctionText;
import dev.meterlark.console.Show;
import dev.meterlark.telemetry.content.KeptContent;

import org.jspecify.annotations.Nullable;

/**
 * Event and answer as far as they are kept, as texts for a page.
 *
 * @param answer null when there was none, or it was streamed
 * @param replayable whether all of the event is there
 */
record ContentView(Body event, @Nullable Body answer, boolean replayable) {

    /**
     * @param cut says that it is longer than what is shown; null when all of it is
     */
    record Body(String text, String type, @Nullable String cut) {

        static Body of(byte[] kept, @Nullable String type, long bytes) {
            AnswerText text = AnswerText.of(kept);
            String cut =
                    kept.length < bytes
                            ? "The first %s of %s are kept."
                                    .formatted(Show.bytes(kept.length), Show.bytes(bytes))
                            : text == null ? null : text.cut();
            return new Body(
                    text == null ? "" : text.text(),
                    type == null ? "" : FunctionText.plain(type),
                    cut);
        }
    }

    static ContentView of(KeptContent kept) {
        byte[] answer = kept.answer();
        return new ContentView(
                Body.of(kept.event(), kept.eventType(), kept.eventBytes()),
                answer == null ? null : Body.of(answer, kept.answerType(), kept.answerBytes()),
                kept.wholeEvent());
    }
}
