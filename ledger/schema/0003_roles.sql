-- The application appends and reads; it owns nothing and changes no event.

do $$
begin
    if exists (select from pg_roles where rolname = 'rapport_app') then
        grant usage on schema ledger, views to rapport_app;
        grant select, insert on ledger.events to rapport_app;
        grant select, insert, update on ledger.heads to rapport_app;
        grant select, insert, update, delete on ledger.merged_candidates, ledger.reverted_imports to rapport_app;
        grant select on ledger.view_builds to rapport_app;
        alter default privileges in schema views
            grant select, insert, update, delete on tables to rapport_app;
    end if;
end
$$;
