package dev.meterlark.pipeline;

import dev.meterlark.shared.AccountId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

interface PipelineVersionRows extends Repository<PipelineVersion, PipelineVersionId> {

    void save(PipelineVersion version);

    @Query(
            """
            select v from PipelineVersion v
            where v.account = :account and v.id.pipeline = :pipeline and v.id.number = :number
            """)
    Optional<PipelineVersion> find(AccountId account, UUID pipeline, int number);

    @Query(
            """
            select v from PipelineVersion v
            where v.account = :account and v.id.pipeline = :pipeline and v.id.number < :before
            order by v.id.number desc
            """)
    List<PipelineVersion> before(AccountId account, UUID pipeline, int before, Limit limit);

    @Query(
            """
            select v from PipelineVersion v
            where v.account = :account and v.id.pipeline = :pipeline
            """)
    List<PipelineVersion> of(AccountId account, UUID pipeline);

    /**
     * Those with a stage that may be of that name.
     *
     * @param stage see {@link StagesColumn#naming}
     */
    @Query(
            value =
                    """
                    select v.* from pipeline_versions v
                    where v.account_id = :account and v.stages like :stage
                    order by v.pipeline_id, v.number
                    """,
            nativeQuery = true)
    List<PipelineVersion> naming(UUID account, String stage);

    /** Of all accounts, for the data plane. */
    @Query("select v from PipelineVersion v")
    List<PipelineVersion> all();
}
