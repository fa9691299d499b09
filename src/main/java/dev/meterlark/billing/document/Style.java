package dev.meterlark.billing.document;

/**
 * How a text is set.
 *
 * @param size in points
 * @param shade of grey: 0 is black
 */
record Style(boolean bold, float size, float shade) {

    static final Style TEXT = new Style(false, 9, 0.1f);
    static final Style SOFT = new Style(false, 9, 0.4f);
    static final Style STRONG = new Style(true, 9, 0.1f);
    static final Style SMALL = new Style(false, 7.5f, 0.35f);
    static final Style LABEL = new Style(true, 7.5f, 0.35f);
    static final Style NAME = new Style(true, 14, 0.1f);
    static final Style TITLE = new Style(true, 16, 0.1f);
    static final Style HEADING = new Style(true, 11, 0.1f);

    /** From one line to the next. */
    float leading() {
        return size * 1.4f;
    }

    /** From the top of a line to what its letters stand on. */
    float ascent() {
        return size * 1.08f;
    }
}
