package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The colour space that a document's colours are meant in: sRGB as an ICC profile of version 2,
 * made here, because a profile of the machine would be another on the next.
 */
final class SrgbProfile {

    private static final int HEADER = 128;
    private static final int CURVE_POINTS = 1024;
    private static final String NAME = "sRGB";

    /** What primaries and white come to under the connection space's own white, D50. */
    private static final double[][] COLOURS = {
        {0.9505, 1.0, 1.0891},
        {0.43607, 0.22249, 0.01392},
        {0.38515, 0.71687, 0.09708},
        {0.14307, 0.06061, 0.71410}
    };

    private static final String[] COLOUR_TAGS = {"wtpt", "rXYZ", "gXYZ", "bXYZ"};
    private static final String[] CURVE_TAGS = {"rTRC", "gTRC", "bTRC"};

    private SrgbProfile() {}

    static byte[] bytes() {
        byte[] description = description();
        byte[] copyright = padded("text\0\0\0\0No copyright, use freely\0".getBytes(US_ASCII));
        byte[] curve = curve();
        int tags = 2 + COLOUR_TAGS.length + CURVE_TAGS.length;
        int data = HEADER + 4 + 12 * tags;
        int size =
                data
                        + description.length
                        + copyright.length
                        + 20 * COLOUR_TAGS.length
                        + curve.length;
        ByteBuffer profile = ByteBuffer.allocate(size);
        header(profile, size);
        profile.position(HEADER).putInt(tags);
        int at = tag(profile, "desc", data, description.length);
        at = tag(profile, "cprt", at, copyright.length);
        for (String each : COLOUR_TAGS) {
            at = tag(profile, each, at, 20);
        }
        for (String each : CURVE_TAGS) {
            tag(profile, each, at, curve.length);
        }
        profile.put(description).put(copyright);
        for (double[] each : COLOURS) {
            profile.put("XYZ \0\0\0\0".getBytes(US_ASCII));
            for (double part : each) {
                profile.putInt(fixed(part));
            }
        }
        return profile.put(curve).array();
    }

    private static void header(ByteBuffer profile, int size) {
        profile.putInt(0, size);
        profile.putInt(8, 0x02100000);
        profile.put(12, "mntrRGB XYZ ".getBytes(US_ASCII));
        profile.putShort(24, (short) 2026).putShort(26, (short) 1).putShort(28, (short) 1);
        profile.put(36, "acsp".getBytes(US_ASCII));
        profile.putInt(68, fixed(0.9642)).putInt(72, fixed(1.0)).putInt(76, fixed(0.8249));
    }

    /**
     * @return where the data of the next tag begins
     */
    private static int tag(ByteBuffer profile, String name, int at, int length) {
        profile.put(name.getBytes(US_ASCII)).putInt(at).putInt(length);
        return at + length;
    }

    private static byte[] description() {
        int ascii = NAME.length() + 1;
        ByteBuffer text = ByteBuffer.allocate((12 + ascii + 8 + 70 + 3) / 4 * 4);
        text.put("desc\0\0\0\0".getBytes(US_ASCII)).putInt(ascii).put(NAME.getBytes(US_ASCII));
        return text.array();
    }

    private static byte[] curve() {
        ByteBuffer curve = ByteBuffer.allocate(12 + 2 * CURVE_POINTS);
        curve.put("curv\0\0\0\0".getBytes(US_ASCII)).putInt(CURVE_POINTS);
        for (int i = 0; i < CURVE_POINTS; i++) {
            curve.putShort((short) Math.round(linear(i / (CURVE_POINTS - 1.0)) * 0xFFFF));
        }
        return curve.array();
    }

    /** IEC 61966-2-1. */
    private static double linear(double value) {
        return value <= 0.04045 ? value / 12.92 : StrictMath.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int fixed(double value) {
        return (int) Math.round(value * 0x10000);
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4);
    }
}
