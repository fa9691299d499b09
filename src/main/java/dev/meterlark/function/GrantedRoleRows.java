package dev.meterlark.function;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.data.repository.Repository;

import java.util.Optional;

interface GrantedRoleRows extends Repository<GrantedRole, FunctionId> {

    GrantedRole saveAndFlush(GrantedRole role);

    Optional<GrantedRole> findByAccountAndFunction(AccountId account, FunctionId function);
}
