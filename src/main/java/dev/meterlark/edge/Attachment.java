package dev.meterlark.edge;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** What is answered as a file that is kept, not shown. */
public interface Attachment {

    String fileName();

    String mediaType();

    byte[] bytes();

    default ResponseEntity<byte[]> answer() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(fileName()).build().toString())
                .body(bytes());
    }
}
