package dev.meterlark.storage.web;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.Condition;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.Item;
import dev.meterlark.storage.table.ItemResult;
import dev.meterlark.storage.table.Operation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Several operations at once, each an object with one member that says which. */
record BatchWords(@Nullable List<One> operations) {

    List<Operation> wanted() {
        return operations == null ? List.of() : operations.stream().map(One::wanted).toList();
    }

    record One(@Nullable Get get, @Nullable Put put, @Nullable Delete delete) {

        Operation wanted() {
            List<Operation> named =
                    Stream.of(
                                    get == null ? null : get.wanted(),
                                    put == null ? null : put.wanted(),
                                    delete == null ? null : delete.wanted())
                            .<Operation>mapMulti(
                                    (each, found) -> {
                                        if (each != null) {
                                            found.accept(each);
                                        }
                                    })
                            .toList();
            if (named.size() != 1) {
                throw invalid(
                        "an operation has one member of get, put and delete, as in {\"get\":"
                                + " {\"key\": \"a\"}}");
            }
            return named.getFirst();
        }
    }

    record Get(@Nullable String key) {

        Operation wanted() {
            return new Operation.Get(required("get.key", key));
        }
    }

    /**
     * @param ifVersion only when the item has this version
     * @param ifAbsent only when there is no such item
     * @param expiresIn seconds; without it the document says, or it never does
     */
    record Put(
            @Nullable String key,
            @Nullable Document document,
            @Nullable Long ifVersion,
            @Nullable Boolean ifAbsent,
            @Nullable Long expiresIn) {

        Operation wanted() {
            if (document == null) {
                throw invalid("put.document is missing: a JSON object");
            }
            return new Operation.Put(required("put.key", key), document, condition(), expiresIn);
        }

        private Condition condition() {
            if (!Boolean.TRUE.equals(ifAbsent)) {
                return ofVersion(ifVersion);
            }
            if (ifVersion != null) {
                throw invalid("put has ifVersion or ifAbsent, and not both");
            }
            return new Condition.Absent();
        }
    }

    /**
     * @param ifVersion only when the item has this version
     */
    record Delete(@Nullable String key, @Nullable Long ifVersion) {

        Operation wanted() {
            return new Operation.Delete(required("delete.key", key), ofVersion(ifVersion));
        }
    }

    private static Condition ofVersion(@Nullable Long version) {
        return version == null ? new Condition.Always() : new Condition.OneOf(Set.of(version));
    }

    private static String required(String member, @Nullable String value) {
        if (value == null) {
            throw invalid(member + " is missing");
        }
        return value;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    /** In the order of the operations. */
    record Results(List<Result> results) {

        static Results of(List<Operation> operations, List<ItemResult> results) {
            return new Results(
                    IntStream.range(0, results.size())
                            .mapToObj(i -> Result.of(operations.get(i), results.get(i)))
                            .toList());
        }
    }

    /**
     * @param found whether there was such an item
     * @param version of what was read, or of the change; null when nothing was read or changed
     * @param document what was read
     */
    record Result(
            String key,
            boolean found,
            @Nullable Long version,
            @Nullable Document document,
            @Nullable Instant expiresAt) {

        static Result of(Operation operation, ItemResult result) {
            Item after = result.after();
            Item read = operation instanceof Operation.Get ? after : null;
            return new Result(
                    result.key(),
                    result.before() != null,
                    read == null ? result.version() : Long.valueOf(read.version()),
                    read == null ? null : read.document(),
                    after == null ? null : after.expiresAt());
        }
    }
}
