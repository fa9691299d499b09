package dev.meterlark.storage.bucket;

/**
 * Is told of each change of an object, once, inside the transaction that makes it: what it writes
 * is there exactly when the change is. What it throws undoes the change. Holds the bucket, so it
 * waits for nobody.
 */
public interface ObjectListener {

    void changed(ObjectChange change);
}
