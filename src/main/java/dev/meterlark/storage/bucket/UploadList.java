package dev.meterlark.storage.bucket;

import java.util.List;

/**
 * Uploads in the order of their keys' bytes, then of their ids.
 *
 * @param more whether there are others behind the last
 */
public record UploadList(List<UploadView> items, boolean more) {}
