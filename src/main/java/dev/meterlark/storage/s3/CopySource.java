package dev.meterlark.storage.s3;

import dev.meterlark.shared.Permission;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectPlace;
import dev.meterlark.storage.bucket.Objects;

/** The object that a copy is made of, as the header {@code x-amz-copy-source} names it. */
final class CopySource {

    private static final String VERSION = "?versionId=";

    private CopySource() {}

    /**
     * Looks for it too, so that what is missing is told by its own name.
     *
     * @throws S3Exception when it is not there, or its condition does not hold
     */
    static ObjectPlace find(S3Request request, Objects objects) {
        request.call().require(Permission.STORAGE_READ);
        ObjectPlace place = parse(String.valueOf(request.header("x-amz-copy-source")));
        ObjectFacts object =
                objects.find(request.account(), place.bucket(), place.key())
                        .orElseThrow(S3Exception::noSuchKey);
        Conditions.ofSource(request).require(object);
        return place;
    }

    static ObjectPlace parse(String header) {
        int version = header.lastIndexOf(VERSION);
        if (version >= 0) {
            Versions.requireTheOnly(header.substring(version + VERSION.length()));
        }
        String path = Encoded.decode(version < 0 ? header : header.substring(0, version));
        String within = path.startsWith("/") ? path.substring(1) : path;
        int slash = within.indexOf('/');
        if (slash < 1 || slash == within.length() - 1) {
            throw S3Exception.invalid(
                    "The header x-amz-copy-source must be a bucket and a key, as in"
                            + " /images/cats/tom.jpg, percent-encoded.");
        }
        return new ObjectPlace(within.substring(0, slash), within.substring(slash + 1));
    }
}
