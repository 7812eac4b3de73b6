alter table dsp_show_status add primary key (id);
create unique index dsp_show_status_cga on dsp_show_status (cga_id);
create index dsp_show_status_kind on dsp_show_status (type, channel, id);
alter table ad_plan add primary key (id);
alter table ad_unit add primary key (id);
alter table ad_creative add primary key (id);
alter table ad_budget add primary key (cga_id);
