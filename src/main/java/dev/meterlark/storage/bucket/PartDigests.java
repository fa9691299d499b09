package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Of an object that came in parts, from what is known of them: its bytes are not read again. */
final class PartDigests {

    private PartDigests() {}

    /** The MD5 of the parts' MD5s, with their number, as S3 has it. */
    static String etag(List<UploadPart> parts) {
        MessageDigest md5 = Digests.begin("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.md5())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    static @Nullable Checksum checksum(
            Upload.@Nullable PartChecksum wanted, List<UploadPart> parts) {
        if (wanted == null) {
            return null;
        }
        ChecksumAlgorithm algorithm = wanted.algorithm();
        String value =
                switch (wanted.form()) {
                    case COMPOSITE -> composite(algorithm, parts);
                    case FULL_OBJECT -> joined(algorithm, parts);
                };
        return new Checksum(algorithm, wanted.form(), value);
    }

    private static String composite(ChecksumAlgorithm algorithm, List<UploadPart> parts) {
        RunningChecksum running = algorithm.begin();
        for (UploadPart part : parts) {
            byte[] value = value(part);
            running.update(value, 0, value.length);
        }
        return Base64.getEncoder().encodeToString(running.value()) + "-" + parts.size();
    }

    private static String joined(ChecksumAlgorithm algorithm, List<UploadPart> parts) {
        byte[] whole = value(parts.getFirst());
        for (UploadPart part : parts.subList(1, parts.size())) {
            whole = algorithm.joined(whole, value(part), part.size());
        }
        return Base64.getEncoder().encodeToString(whole);
    }

    private static byte[] value(UploadPart part) {
        String checksum = part.checksum();
        if (checksum == null) {
            throw new IllegalStateException(
                    "part %d was written without the upload's checksum".formatted(part.number()));
        }
        return Base64.getDecoder().decode(checksum);
    }
}
