package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import dev.meterlark.billing.document.Faces.Stretch;
import dev.meterlark.billing.document.Typesetter.Line;

import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/**
 * One page: what is on it, operator by operator. Places are in points from the page's upper left
 * corner. Glyphs are set as they are asked for: the substitutions of a typeface's own tables would
 * make glyphs that nothing translates back to text.
 */
final class Canvas {

    static final float WIDTH = PDRectangle.A4.getWidth();
    static final float HEIGHT = PDRectangle.A4.getHeight();

    private final PDPage page = new PDPage(PDRectangle.A4);
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Canvas() {
        page.setResources(new PDResources());
    }

    PDPage page() {
        return page;
    }

    /** What follows, to {@link #end}, is the marked content of this number. */
    void begin(String type, int number) {
        write("/%s <</MCID %d>> BDC\n".formatted(type, number));
    }

    /** What follows, to {@link #end}, belongs to the page and not to the text. */
    void beginArtifact() {
        write("/Artifact BMC\n");
    }

    /** Like it, for what is the same at the head or the foot of each page. */
    void beginArtifact(String where) {
        write("/Artifact <</Type /Pagination /Subtype /%s>> BDC\n".formatted(where));
    }

    void end() {
        write("EMC\n");
    }

    /**
     * @param y of what the letters stand on
     */
    void text(Line line, Style style, float x, float y) throws IOException {
        boolean differs = line.differs();
        if (differs) {
            String read = HexFormat.of().withUpperCase().formatHex(line.text().getBytes(UTF_16BE));
            write("/Span <</ActualText <FEFF%s>>> BDC\n".formatted(read));
        }
        write("BT %s g 1 0 0 1 %s %s Tm\n".formatted(number(style.shade()), number(x), up(y)));
        for (Stretch each : line.stretches()) {
            COSName font = page.getResources().add(each.face().embedded());
            String codes = HexFormat.of().formatHex(each.face().encoded(each.text()));
            write("/%s %s Tf <%s> Tj\n".formatted(font.getName(), number(style.size()), codes));
        }
        write("ET\n");
        if (differs) {
            end();
        }
    }

    void rule(float left, float right, float y, float thickness, float shade) {
        write(
                "%s G %s w %s %s m %s %s l S\n"
                        .formatted(
                                number(shade),
                                number(thickness),
                                number(left),
                                up(y),
                                number(right),
                                up(y)));
    }

    void fill(float left, float top, float width, float height, float shade) {
        write(
                "%s g %s %s %s %s re f\n"
                        .formatted(
                                number(shade),
                                number(left),
                                up(top + height),
                                number(width),
                                number(height)));
    }

    /** Puts the page into the document. */
    void addTo(PDDocument document) throws IOException {
        page.setContents(
                new PDStream(
                        document,
                        new ByteArrayInputStream(content.toByteArray()),
                        COSName.FLATE_DECODE));
        document.addPage(page);
    }

    private static String up(float y) {
        return number(HEIGHT - y);
    }

    /** Hundredths of a point are finer than any printer. */
    private static String number(float value) {
        long hundredths = Math.round(value * 100d);
        String sign = hundredths < 0 ? "-" : "";
        long whole = Math.abs(hundredths);
        return "%s%d.%02d".formatted(sign, whole / 100, whole % 100);
    }

    private void write(String operators) {
        content.writeBytes(operators.getBytes(US_ASCII));
    }
}
