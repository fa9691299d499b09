package dev.meterlark.storage.bucket;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** A name that AWS would take too; it is the account's own, and others may have it as well. */
record BucketName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern TAKEN =
            Pattern.compile("(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ol-s3|\\.mrap|--x-s3)");

    static BucketName parse(@Nullable String text) {
        if (text == null || !isRight(text)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "name must be 3 to 63 small letters, digits, hyphens and single dots, not at an"
                        + " end, no IP address and none that AWS reserves, as in my-images; was: "
                            + (text == null ? "missing" : Shown.text(text)));
        }
        return new BucketName(text);
    }

    private static boolean isRight(String text) {
        return FORM.matcher(text).matches()
                && !text.contains("..")
                && !ADDRESS.matcher(text).matches()
                && !TAKEN.matcher(text).matches();
    }
}
