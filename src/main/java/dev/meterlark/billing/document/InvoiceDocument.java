package dev.meterlark.billing.document;

import dev.meterlark.edge.Attachment;

/**
 * A document as it is downloaded.
 *
 * @param fileName of letters, digits, dots and hyphens
 */
public record InvoiceDocument(String fileName, String mediaType, byte[] bytes)
        implements Attachment {}
