package dev.meterlark.records;

import java.util.List;
import java.util.Set;

/** What buckets, their objects and the bodies that these lie in owe to each other. */
final class BucketRules {

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "B1 stored",
                            "a bucket's totals are the sums of its objects and of the parts of its"
                                    + " uploads",
                            Rule.When.ALWAYS,
                            Set.of("bucket", "bucket_object", "bucket_upload", "upload_part"),
                            """
                            select * from (
                                select b.name, b.objects, b.bytes, b.part_bytes,
                                    (select count(*) from bucket_object o
                                        where o.bucket_id = b.id) as found,
                                    (select coalesce(sum(o.bytes), 0) from bucket_object o
                                        where o.bucket_id = b.id) as found_bytes,
                                    (select coalesce(sum(p.bytes), 0) from upload_part p
                                        join bucket_upload u on u.id = p.upload_id
                                        where u.bucket_id = b.id) as found_parts
                                from bucket b) sums
                            where objects <> found or bytes <> found_bytes
                                or part_bytes <> found_parts
                            """),
                    Rule.noRow(
                            "B2 kept",
                            "what an object or a part has is not about to be deleted",
                            Rule.When.ALWAYS,
                            Set.of("bucket_object", "upload_part", "object_piece", "stray_body"),
                            """
                            select body_id from stray_body
                            where body_id in (select body_id from bucket_object)
                                or body_id in (select body_id from upload_part)
                                or body_id in (select p.body_id from object_piece p
                                    join bucket_object o on o.body_id = p.version_id
                                    where p.body_id <> p.version_id
                                        and not exists (select 1 from object_piece own
                                            where own.version_id = stray_body.body_id))
                            """),
                    Rule.noRow(
                            "B3 whole",
                            "an object's pieces are there and sum up to it",
                            Rule.When.ALWAYS,
                            Set.of("bucket_object", "object_piece"),
                            """
                            select * from (
                                select o.body_id, o.pieces, o.bytes,
                                    (select count(*) from object_piece p
                                        where p.version_id = o.body_id) as found,
                                    (select coalesce(sum(p.bytes), 0) from object_piece p
                                        where p.version_id = o.body_id) as found_bytes
                                from bucket_object o where o.pieces > 0) sums
                            where pieces <> found or bytes <> found_bytes
                            """),
                    Rule.noRow(
                            "B4 shared",
                            "a body that several have is known to be shared by as many",
                            Rule.When.ALWAYS,
                            Set.of("object_piece", "shared_body"),
                            """
                            select * from (
                                select p.body_id, count(*) as found,
                                    (select max(s.uses) from shared_body s
                                        where s.body_id = p.body_id) as uses
                                from object_piece p group by p.body_id) sums
                            where found <> coalesce(uses, 1)
                            """),
                    Rule.noRow(
                            "B5 owned",
                            "pieces belong to an object, or to one that is about to be deleted",
                            Rule.When.ALWAYS,
                            Set.of("object_piece", "bucket_object", "stray_body"),
                            """
                            select version_id from object_piece
                            where version_id not in (select body_id from bucket_object)
                                and version_id not in (select body_id from stray_body)
                            """));

    private BucketRules() {}
}
