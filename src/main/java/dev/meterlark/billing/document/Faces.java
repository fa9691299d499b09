package dev.meterlark.billing.document;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The typefaces of one document, each read when the first character needs it: one for nearly all
 * text, others for what it lacks. What none has is set as a visible replacement.
 */
final class Faces {

    private enum Cut {
        REGULAR("NotoSans-Regular.ttf"),
        BOLD("NotoSans-SemiBold.ttf"),
        RIGHT_TO_LEFT("DejaVuSans.ttf"),
        HAN("DroidSansFallback.ttf");

        private final String file;

        Cut(String file) {
            this.file = file;
        }
    }

    /** Characters in a row that one face has. */
    record Stretch(Face face, String text, float width) {}

    private final PDDocument document;
    private final Map<Cut, Face> read = new EnumMap<>(Cut.class);

    Faces(PDDocument document) {
        this.document = document;
    }

    /** In ems. */
    List<Stretch> stretches(String visual, boolean bold) throws IOException {
        List<Stretch> stretches = new ArrayList<>();
        @Nullable Face current = null;
        StringBuilder text = new StringBuilder();
        float width = 0;
        for (int codePoint : visual.codePoints().toArray()) {
            if (Character.getType(codePoint) == Character.FORMAT) {
                continue;
            }
            boolean stays = current != null && isMark(codePoint) && current.has(codePoint);
            Face face = stays && current != null ? current : face(codePoint, bold);
            int shown = face.has(codePoint) ? codePoint : CleanText.REPLACEMENT;
            if (face != current && current != null) {
                stretches.add(new Stretch(current, text.toString(), width));
                text.setLength(0);
                width = 0;
            }
            current = face;
            text.appendCodePoint(shown);
            width += face.width(shown);
        }
        if (current != null) {
            stretches.add(new Stretch(current, text.toString(), width));
        }
        return stretches;
    }

    private static boolean isMark(int codePoint) {
        return VisualOrder.isMark(codePoint);
    }

    private Face face(int codePoint, boolean bold) throws IOException {
        Face usual = read(bold ? Cut.BOLD : Cut.REGULAR);
        if (usual.has(codePoint)) {
            return usual;
        }
        Face other = read(isHan(codePoint) ? Cut.HAN : Cut.RIGHT_TO_LEFT);
        return other.has(codePoint) ? other : usual;
    }

    private static boolean isHan(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default ->
                    codePoint >= 0x3000 && codePoint < 0x3100
                            || codePoint >= 0xFF00 && codePoint < 0xFFF0;
        };
    }

    private Face read(Cut cut) throws IOException {
        Face face = read.get(cut);
        if (face == null) {
            face = Face.read(cut.file, document);
            read.put(cut, face);
        }
        return face;
    }

    /** Once, when all text is set. */
    void subset() throws IOException {
        for (Face face : read.values()) {
            face.subset();
        }
    }
}
