package dev.meterlark.account;

import dev.meterlark.shared.Caller;

import java.io.IOException;

/** What a module keeps of an account and gives back when its owner takes the data away. */
public interface ExportPart {

    /** What it writes and up to which bound, for README.txt: lines that are not too long. */
    String tells(ExportBounds bounds);

    /** Whatever the account's size: written as it is read, a stretch at a time. */
    void write(Caller caller, ExportSink sink) throws IOException;
}
