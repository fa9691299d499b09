package dev.meterlark.billing.document;

import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** One typeface in one document, of which the document gets the glyphs that it uses. */
final class Face {

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final PDType0Font embedded;
    private final float perEm;

    private Face(TrueTypeFont font, PDType0Font embedded) throws IOException {
        this.font = font;
        this.glyphs = font.getUnicodeCmapLookup();
        this.embedded = embedded;
        this.perEm = font.getUnitsPerEm();
    }

    static Face read(String file, PDDocument document) throws IOException {
        try (InputStream in = Face.class.getResourceAsStream("/fonts/" + file)) {
            if (in == null) {
                throw new FileNotFoundException("the typeface " + file + " is not in the product");
            }
            TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            return new Face(font, PDType0Font.load(document, font, true));
        }
    }

    boolean has(int codePoint) {
        return glyphs.getGlyphId(codePoint) != 0;
    }

    /** In ems. */
    float width(int codePoint) throws IOException {
        return font.getAdvanceWidth(glyphs.getGlyphId(codePoint)) / perEm;
    }

    PDType0Font embedded() {
        return embedded;
    }

    /** The codes under which the page's text names its glyphs; they are in the document then. */
    byte[] encoded(String text) throws IOException {
        text.codePoints().forEach(embedded::addToSubset);
        return embedded.encode(text);
    }

    /** Once, when all text is set. */
    void subset() throws IOException {
        embedded.subset();
    }
}
