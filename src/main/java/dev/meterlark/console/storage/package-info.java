/**
 * Buckets with their objects and tables with their items: browse, upload, edit, share, delete. Keys
 * and documents are data of the account, shown as text; an object's bytes leave as an attachment.
 */
@NullMarked
package dev.meterlark.console.storage;

import org.jspecify.annotations.NullMarked;
