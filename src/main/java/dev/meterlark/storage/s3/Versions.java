package dev.meterlark.storage.s3;

import org.jspecify.annotations.Nullable;

/** Objects have one version, which S3 calls null. */
final class Versions {

    static final String THE_ONLY = "null";

    private Versions() {}

    static void requireTheOnly(S3Request request) {
        requireTheOnly(request.query().text("versionId"));
    }

    /**
     * @throws S3Exception when it is another one
     */
    static void requireTheOnly(@Nullable String version) {
        if (version != null && !version.equals(THE_ONLY)) {
            throw S3Exception.invalid(
                    "Invalid version id specified: objects have no versions here but null.");
        }
    }
}
