package dev.meterlark.function.web;

import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.function.Packages;
import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** A function that comes with its code in one request: both are there afterwards, or neither. */
@Component
class InlineCode {

    private final Functions functions;
    private final Packages packages;

    InlineCode(Functions functions, Packages packages) {
        this.functions = functions;
        this.packages = packages;
    }

    /**
     * One of both.
     *
     * @param zip a zip or jar, in base64
     * @param source the text of a single source file
     */
    record Code(byte @Nullable [] zip, @Nullable String source) {

        PackageUpload upload() {
            if ((zip == null) == (source == null)) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "code has either zip, in base64, or source, the text of one file");
            }
            byte[] bytes =
                    zip != null ? zip : String.valueOf(source).getBytes(StandardCharsets.UTF_8);
            return new PackageUpload(
                    new ByteArrayInputStream(bytes), null, zip != null ? "application/zip" : null);
        }
    }

    FunctionView create(
            Caller caller, @Nullable String name, FunctionSettings settings, @Nullable Code code) {
        if (code == null) {
            return functions.create(caller, name, settings);
        }
        PackageUpload upload = code.upload();
        FunctionView made = functions.create(caller, name, settings);
        try {
            packages.upload(caller, made.name(), upload);
        } catch (RuntimeException e) {
            functions.delete(caller, made.name());
            throw e;
        }
        return functions.show(caller, made.name());
    }
}
