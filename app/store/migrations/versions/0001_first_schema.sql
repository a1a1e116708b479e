CREATE TABLE accountability (
	id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	person_id VARCHAR, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	measure VARCHAR DEFAULT '' NOT NULL, 
	decided_on VARCHAR, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	effect_until VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_accountability PRIMARY KEY (id), 
	CONSTRAINT fk_accountability_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_accountability_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_accountability_org_id ON accountability (org_id);
CREATE TABLE activity (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	form VARCHAR DEFAULT '' NOT NULL, 
	scope VARCHAR DEFAULT '' NOT NULL, 
	status VARCHAR DEFAULT '' NOT NULL, 
	org_id VARCHAR, 
	school_id VARCHAR, 
	group_id VARCHAR, 
	held_on VARCHAR, 
	start_time VARCHAR DEFAULT '' NOT NULL, 
	end_time VARCHAR DEFAULT '' NOT NULL, 
	hours INTEGER, 
	topic VARCHAR DEFAULT '' NOT NULL, 
	place VARCHAR DEFAULT '' NOT NULL, 
	host VARCHAR DEFAULT '' NOT NULL, 
	recorder VARCHAR DEFAULT '' NOT NULL, 
	lecturer VARCHAR DEFAULT '' NOT NULL, 
	lecturer_id VARCHAR, 
	lecturer_role VARCHAR DEFAULT '' NOT NULL, 
	audience VARCHAR DEFAULT '' NOT NULL, 
	should_n INTEGER, 
	actual_n INTEGER, 
	observers VARCHAR DEFAULT '' NOT NULL, 
	is_major BOOLEAN DEFAULT '0' NOT NULL, 
	has_party_item BOOLEAN DEFAULT '0' NOT NULL, 
	party_item VARCHAR DEFAULT '' NOT NULL, 
	counts_hours BOOLEAN DEFAULT '0' NOT NULL, 
	requires_essay BOOLEAN DEFAULT '0' NOT NULL, 
	discussion VARCHAR DEFAULT '' NOT NULL, 
	decisions VARCHAR DEFAULT '' NOT NULL, 
	signed_by VARCHAR DEFAULT '' NOT NULL, 
	campaign_id VARCHAR, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_activity PRIMARY KEY (id), 
	CONSTRAINT fk_activity_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_activity_school_id FOREIGN KEY(school_id) REFERENCES school_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_activity_group_id FOREIGN KEY(group_id) REFERENCES party_group (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_activity_lecturer_id FOREIGN KEY(lecturer_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_activity_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_activity_org_id ON activity (org_id);
CREATE TABLE activity_org_count (
	id VARCHAR NOT NULL, 
	activity_id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	should_n INTEGER, 
	actual_n INTEGER, 
	non_member_n INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_activity_org_count PRIMARY KEY (id), 
	CONSTRAINT fk_activity_org_count_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_activity_org_count_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_activity_org_count_activity_id ON activity_org_count (activity_id);
CREATE INDEX ix_activity_org_count_org_id ON activity_org_count (org_id);
CREATE TABLE amateur_class (
	id VARCHAR NOT NULL, 
	amateur_school_id VARCHAR NOT NULL, 
	term_text VARCHAR DEFAULT '' NOT NULL, 
	held_on VARCHAR, 
	students_n INTEGER, 
	hours INTEGER, 
	graduated_n INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_amateur_class PRIMARY KEY (id), 
	CONSTRAINT fk_amateur_class_amateur_school_id FOREIGN KEY(amateur_school_id) REFERENCES amateur_school (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_amateur_class_amateur_school_id ON amateur_class (amateur_school_id);
CREATE TABLE amateur_school (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	school_id VARCHAR NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	founded_on VARCHAR, 
	closed_on VARCHAR, 
	principal VARCHAR DEFAULT '' NOT NULL, 
	status VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_amateur_school PRIMARY KEY (id), 
	CONSTRAINT fk_amateur_school_school_id FOREIGN KEY(school_id) REFERENCES school_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_amateur_school_school_id ON amateur_school (school_id);
CREATE TABLE application_form (
	id VARCHAR NOT NULL, 
	form_no VARCHAR DEFAULT '' NOT NULL, 
	form_year INTEGER, 
	state VARCHAR DEFAULT '' NOT NULL, 
	person_id VARCHAR, 
	org_id VARCHAR, 
	issued_on VARCHAR, 
	issued_by VARCHAR DEFAULT '' NOT NULL, 
	received_by VARCHAR DEFAULT '' NOT NULL, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_application_form PRIMARY KEY (id), 
	CONSTRAINT fk_application_form_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_application_form_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_application_form_person_id ON application_form (person_id);
CREATE TABLE assessment (
	id VARCHAR NOT NULL, 
	scheme_id VARCHAR, 
	year INTEGER, 
	period VARCHAR DEFAULT '' NOT NULL, 
	held_on VARCHAR, 
	status VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_assessment PRIMARY KEY (id), 
	CONSTRAINT fk_assessment_scheme_id FOREIGN KEY(scheme_id) REFERENCES assessment_scheme (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_assessment_scheme_id ON assessment (scheme_id);
CREATE TABLE assessment_scheme (
	id VARCHAR NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	year INTEGER, 
	weight_party INTEGER, 
	weight_teaching INTEGER, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_assessment_scheme PRIMARY KEY (id)
);
CREATE TABLE assessment_score (
	id VARCHAR NOT NULL, 
	assessment_id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	item_id VARCHAR NOT NULL, 
	self_score INTEGER, 
	check_score INTEGER, 
	evidence VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_assessment_score PRIMARY KEY (id), 
	CONSTRAINT fk_assessment_score_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_assessment_score_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_assessment_score_item_id FOREIGN KEY(item_id) REFERENCES scheme_item (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_assessment_score_assessment_id ON assessment_score (assessment_id);
CREATE INDEX ix_assessment_score_org_id ON assessment_score (org_id);
CREATE TABLE assessment_total (
	id VARCHAR NOT NULL, 
	assessment_id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	party_score INTEGER, 
	teaching_score INTEGER, 
	total INTEGER, 
	rank_no INTEGER, 
	grade VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_assessment_total PRIMARY KEY (id), 
	CONSTRAINT fk_assessment_total_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_assessment_total_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_assessment_total_assessment_id ON assessment_total (assessment_id);
CREATE INDEX ix_assessment_total_org_id ON assessment_total (org_id);
CREATE TABLE attachment (
	id VARCHAR NOT NULL, 
	subject_table VARCHAR DEFAULT '' NOT NULL, 
	subject_id VARCHAR DEFAULT '' NOT NULL, 
	sha256 VARCHAR DEFAULT '' NOT NULL, 
	file_name VARCHAR DEFAULT '' NOT NULL, 
	bytes_n INTEGER, 
	added_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_attachment PRIMARY KEY (id)
);
CREATE TABLE attendance (
	id VARCHAR NOT NULL, 
	activity_id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	state VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	hours INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_attendance PRIMARY KEY (id), 
	CONSTRAINT fk_attendance_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_attendance_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_attendance_activity_id ON attendance (activity_id);
CREATE INDEX ix_attendance_person_id ON attendance (person_id);
CREATE TABLE ballot_sheet (
	id VARCHAR NOT NULL, 
	debrief_id VARCHAR NOT NULL, 
	voter_group VARCHAR DEFAULT '' NOT NULL, 
	issued INTEGER, 
	returned INTEGER, 
	valid INTEGER, 
	good INTEGER, 
	fairly_good INTEGER, 
	average INTEGER, 
	poor INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_ballot_sheet PRIMARY KEY (id), 
	CONSTRAINT fk_ballot_sheet_debrief_id FOREIGN KEY(debrief_id) REFERENCES debrief (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_ballot_sheet_debrief_id ON ballot_sheet (debrief_id);
CREATE TABLE batch (
	no INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	replica VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	undoes VARCHAR DEFAULT '' NOT NULL, 
	undone_by VARCHAR DEFAULT '' NOT NULL, 
	received_in INTEGER, 
	CONSTRAINT pk_batch PRIMARY KEY (no), 
	CONSTRAINT uq_batch_id UNIQUE (id, replica)
);
CREATE TABLE calendar_day (
	id VARCHAR NOT NULL, 
	day_on VARCHAR, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_calendar_day PRIMARY KEY (id)
);
CREATE TABLE campaign (
	id VARCHAR NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	level VARCHAR DEFAULT '' NOT NULL, 
	organiser VARCHAR DEFAULT '' NOT NULL, 
	start_on VARCHAR, 
	end_on VARCHAR, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_campaign PRIMARY KEY (id)
);
CREATE TABLE care_visit (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	visited_on VARCHAR, 
	festival VARCHAR DEFAULT '' NOT NULL, 
	person_id VARCHAR NOT NULL, 
	case_id VARCHAR, 
	org_id VARCHAR, 
	is_member BOOLEAN DEFAULT '0' NOT NULL, 
	level VARCHAR DEFAULT '' NOT NULL, 
	visitors VARCHAR DEFAULT '' NOT NULL, 
	cash INTEGER, 
	goods_value INTEGER, 
	fund_source VARCHAR DEFAULT '' NOT NULL, 
	purpose VARCHAR DEFAULT '' NOT NULL, 
	receipt_signed BOOLEAN DEFAULT '0' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_care_visit PRIMARY KEY (id), 
	CONSTRAINT fk_care_visit_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_care_visit_case_id FOREIGN KEY(case_id) REFERENCES hardship_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_care_visit_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_care_visit_person_id ON care_visit (person_id);
CREATE TABLE contact_point (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	year INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_contact_point PRIMARY KEY (id), 
	CONSTRAINT fk_contact_point_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_contact_point_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_contact_point_org_id ON contact_point (org_id);
CREATE INDEX ix_contact_point_person_id ON contact_point (person_id);
CREATE TABLE contact_visit (
	id VARCHAR NOT NULL, 
	contact_point_id VARCHAR NOT NULL, 
	visited_on VARCHAR, 
	content VARCHAR DEFAULT '' NOT NULL, 
	problems VARCHAR DEFAULT '' NOT NULL, 
	problems_n INTEGER, 
	solved VARCHAR DEFAULT '' NOT NULL, 
	solved_n INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_contact_visit PRIMARY KEY (id), 
	CONSTRAINT fk_contact_visit_contact_point_id FOREIGN KEY(contact_point_id) REFERENCES contact_point (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_contact_visit_contact_point_id ON contact_visit (contact_point_id);
CREATE TABLE debrief (
	id VARCHAR NOT NULL, 
	year INTEGER, 
	org_id VARCHAR, 
	person_id VARCHAR, 
	role VARCHAR DEFAULT '' NOT NULL, 
	held_on VARCHAR, 
	activity_id VARCHAR, 
	report_text VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_debrief PRIMARY KEY (id), 
	CONSTRAINT fk_debrief_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_debrief_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_debrief_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_debrief_org_id ON debrief (org_id);
CREATE INDEX ix_debrief_person_id ON debrief (person_id);
CREATE TABLE dev_case (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	category VARCHAR DEFAULT '' NOT NULL, 
	stage VARCHAR DEFAULT '' NOT NULL, 
	applied_on VARCHAR, 
	first_talk_on VARCHAR, 
	activist_on VARCHAR, 
	activist_filed_on VARCHAR, 
	prior_activist_on VARCHAR, 
	prior_org VARCHAR DEFAULT '' NOT NULL, 
	candidate_branch_on VARCHAR, 
	candidate_on VARCHAR, 
	political_review_on VARCHAR, 
	political_review_result VARCHAR DEFAULT '' NOT NULL, 
	training_on VARCHAR, 
	training_days INTEGER, 
	training_hours INTEGER, 
	training_class_id VARCHAR, 
	certificate_no VARCHAR DEFAULT '' NOT NULL, 
	committee_review_on VARCHAR, 
	pre_review_on VARCHAR, 
	pre_review_result VARCHAR DEFAULT '' NOT NULL, 
	form_id VARCHAR, 
	form_filled_on VARCHAR, 
	accept_meeting_on VARCHAR, 
	accept_vote_id VARCHAR, 
	superior_talk_on VARCHAR, 
	committee_approved_on VARCHAR, 
	special_delay_reason VARCHAR DEFAULT '' NOT NULL, 
	filed_on VARCHAR, 
	assigned_on VARCHAR, 
	oath_on VARCHAR, 
	probation_end_on VARCHAR, 
	extended_to VARCHAR, 
	conversion_applied_on VARCHAR, 
	convert_meeting_on VARCHAR, 
	convert_vote_id VARCHAR, 
	convert_approved_on VARCHAR, 
	archived_on VARCHAR, 
	is_league_member BOOLEAN DEFAULT '0' NOT NULL, 
	study_result VARCHAR DEFAULT '' NOT NULL, 
	lecture_score VARCHAR DEFAULT '' NOT NULL, 
	awards VARCHAR DEFAULT '' NOT NULL, 
	family VARCHAR DEFAULT '' NOT NULL, 
	probation_report VARCHAR DEFAULT '' NOT NULL, 
	activist_opinion VARCHAR DEFAULT '' NOT NULL, 
	accept_opinion VARCHAR DEFAULT '' NOT NULL, 
	approval_opinion VARCHAR DEFAULT '' NOT NULL, 
	convert_opinion VARCHAR DEFAULT '' NOT NULL, 
	convert_approval_opinion VARCHAR DEFAULT '' NOT NULL, 
	outcome VARCHAR DEFAULT '' NOT NULL, 
	closed_on VARCHAR, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dev_case PRIMARY KEY (id), 
	CONSTRAINT fk_dev_case_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dev_case_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dev_case_training_class_id FOREIGN KEY(training_class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dev_case_form_id FOREIGN KEY(form_id) REFERENCES application_form (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dev_case_accept_vote_id FOREIGN KEY(accept_vote_id) REFERENCES vote (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dev_case_convert_vote_id FOREIGN KEY(convert_vote_id) REFERENCES vote (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_dev_case_org_id ON dev_case (org_id);
CREATE INDEX ix_dev_case_person_id ON dev_case (person_id);
CREATE TABLE dev_person (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	role VARCHAR DEFAULT '' NOT NULL, 
	from_on VARCHAR, 
	to_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dev_person PRIMARY KEY (id), 
	CONSTRAINT fk_dev_person_case_id FOREIGN KEY(case_id) REFERENCES dev_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dev_person_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_dev_person_case_id ON dev_person (case_id);
CREATE INDEX ix_dev_person_person_id ON dev_person (person_id);
CREATE TABLE dev_review (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	held_on VARCHAR, 
	content VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dev_review PRIMARY KEY (id), 
	CONSTRAINT fk_dev_review_case_id FOREIGN KEY(case_id) REFERENCES dev_case (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_dev_review_case_id ON dev_review (case_id);
CREATE TABLE dev_step (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	step_no INTEGER NOT NULL, 
	done_on VARCHAR, 
	org_id VARCHAR, 
	documents VARCHAR DEFAULT '' NOT NULL, 
	note VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dev_step PRIMARY KEY (id), 
	CONSTRAINT fk_dev_step_case_id FOREIGN KEY(case_id) REFERENCES dev_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dev_step_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_dev_step_case_id ON dev_step (case_id);
CREATE TABLE dev_step_def (
	id VARCHAR NOT NULL, 
	step_no INTEGER NOT NULL, 
	stage VARCHAR DEFAULT '' NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	date_label VARCHAR DEFAULT '' NOT NULL, 
	documents VARCHAR DEFAULT '' NOT NULL, 
	article VARCHAR DEFAULT '' NOT NULL, 
	from_on VARCHAR, 
	to_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dev_step_def PRIMARY KEY (id)
);
CREATE TABLE disposal_case (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	ground VARCHAR DEFAULT '' NOT NULL, 
	state VARCHAR DEFAULT '' NOT NULL, 
	started_on VARCHAR, 
	deadline_on VARCHAR, 
	effect_until VARCHAR, 
	investigation VARCHAR DEFAULT '' NOT NULL, 
	branch_committee_on VARCHAR, 
	filed_on VARCHAR, 
	meeting_on VARCHAR, 
	vote_id VARCHAR, 
	approved_by VARCHAR DEFAULT '' NOT NULL, 
	approved_on VARCHAR, 
	told_on VARCHAR, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	end_result VARCHAR DEFAULT '' NOT NULL, 
	ended_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_disposal_case PRIMARY KEY (id), 
	CONSTRAINT fk_disposal_case_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_disposal_case_vote_id FOREIGN KEY(vote_id) REFERENCES vote (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_disposal_case_person_id ON disposal_case (person_id);
CREATE TABLE donation (
	id VARCHAR NOT NULL, 
	activity_id VARCHAR, 
	org_id VARCHAR, 
	person_id VARCHAR, 
	donated_on VARCHAR, 
	amount INTEGER, 
	purpose VARCHAR DEFAULT '' NOT NULL, 
	is_collective BOOLEAN DEFAULT '0' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_donation PRIMARY KEY (id), 
	CONSTRAINT fk_donation_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_donation_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_donation_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_donation_activity_id ON donation (activity_id);
CREATE INDEX ix_donation_org_id ON donation (org_id);
CREATE TABLE dues_assess (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	year INTEGER, 
	from_on VARCHAR, 
	dues_category VARCHAR DEFAULT '' NOT NULL, 
	post_wage INTEGER, 
	grade_wage INTEGER, 
	basic_performance INTEGER, 
	allowance INTEGER, 
	teacher_extra INTEGER, 
	teaching_years_pay INTEGER, 
	reward_performance INTEGER, 
	reform_allowance INTEGER, 
	retired_pay INTEGER, 
	retired_extra INTEGER, 
	retired_allowance INTEGER, 
	minus_pension INTEGER, 
	minus_annuity INTEGER, 
	minus_tax INTEGER, 
	minus_medical INTEGER, 
	minus_unemployment INTEGER, 
	minus_housing INTEGER, 
	minus_other INTEGER, 
	base INTEGER, 
	rate_text VARCHAR DEFAULT '' NOT NULL, 
	month_due INTEGER, 
	waiver_due INTEGER, 
	waiver_reason VARCHAR DEFAULT '' NOT NULL, 
	waiver_study_on VARCHAR, 
	waiver_approved_by VARCHAR DEFAULT '' NOT NULL, 
	waiver_approved_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dues_assess PRIMARY KEY (id), 
	CONSTRAINT fk_dues_assess_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_dues_assess_person_id ON dues_assess (person_id);
CREATE TABLE dues_payment (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	month_on VARCHAR, 
	due INTEGER, 
	paid INTEGER, 
	paid_on VARCHAR, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	receipt_no VARCHAR DEFAULT '' NOT NULL, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dues_payment PRIMARY KEY (id), 
	CONSTRAINT fk_dues_payment_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dues_payment_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_dues_payment_person_id ON dues_payment (person_id);
CREATE TABLE dues_publication (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	year INTEGER, 
	published_on VARCHAR, 
	place VARCHAR DEFAULT '' NOT NULL, 
	collected INTEGER, 
	reported_on VARCHAR, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_dues_publication PRIMARY KEY (id), 
	CONSTRAINT fk_dues_publication_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_dues_publication_org_id ON dues_publication (org_id);
CREATE TABLE duty_assignment (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	year INTEGER, 
	level VARCHAR DEFAULT '' NOT NULL, 
	admin_post VARCHAR DEFAULT '' NOT NULL, 
	admin_duty VARCHAR DEFAULT '' NOT NULL, 
	party_duty VARCHAR DEFAULT '' NOT NULL, 
	signed_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_duty_assignment PRIMARY KEY (id), 
	CONSTRAINT fk_duty_assignment_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_duty_assignment_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_duty_assignment_person_id ON duty_assignment (person_id);
CREATE TABLE erasure (
	id VARCHAR NOT NULL, 
	erased_table VARCHAR DEFAULT '' NOT NULL, 
	erased_id VARCHAR DEFAULT '' NOT NULL, 
	label VARCHAR DEFAULT '' NOT NULL, 
	is_removed BOOLEAN DEFAULT '0' NOT NULL, 
	basis VARCHAR DEFAULT '' NOT NULL, 
	ordered_on VARCHAR, 
	erased_at VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_erasure PRIMARY KEY (id)
);
CREATE INDEX ix_erasure_erased_id ON erasure (erased_id);
CREATE TABLE exam (
	id VARCHAR NOT NULL, 
	activity_id VARCHAR, 
	org_id VARCHAR, 
	title VARCHAR DEFAULT '' NOT NULL, 
	held_on VARCHAR, 
	full_mark INTEGER, 
	pass_mark INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_exam PRIMARY KEY (id), 
	CONSTRAINT fk_exam_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_exam_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_exam_activity_id ON exam (activity_id);
CREATE TABLE exam_score (
	id VARCHAR NOT NULL, 
	exam_id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	score INTEGER, 
	makeup_score INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_exam_score PRIMARY KEY (id), 
	CONSTRAINT fk_exam_score_exam_id FOREIGN KEY(exam_id) REFERENCES exam (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_exam_score_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_exam_score_exam_id ON exam_score (exam_id);
CREATE INDEX ix_exam_score_person_id ON exam_score (person_id);
CREATE TABLE file_report (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	import_id VARCHAR DEFAULT '' NOT NULL, 
	file_name VARCHAR DEFAULT '' NOT NULL, 
	reported_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_file_report PRIMARY KEY (id), 
	CONSTRAINT fk_file_report_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_file_report_org_id ON file_report (org_id);
CREATE TABLE finding (
	id VARCHAR NOT NULL, 
	inspection_id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	problem VARCHAR DEFAULT '' NOT NULL, 
	deadline_on VARCHAR, 
	rectified_on VARCHAR, 
	evidence VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_finding PRIMARY KEY (id), 
	CONSTRAINT fk_finding_inspection_id FOREIGN KEY(inspection_id) REFERENCES inspection (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_finding_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_finding_inspection_id ON finding (inspection_id);
CREATE INDEX ix_finding_org_id ON finding (org_id);
CREATE TABLE floating_record (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	direction VARCHAR DEFAULT '' NOT NULL, 
	since_on VARCHAR, 
	until_on VARCHAR, 
	destination VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	contact VARCHAR DEFAULT '' NOT NULL, 
	contact_person VARCHAR DEFAULT '' NOT NULL, 
	certificate_no VARCHAR DEFAULT '' NOT NULL, 
	last_contact_on VARCHAR, 
	last_report_on VARCHAR, 
	joined_life_at VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_floating_record PRIMARY KEY (id), 
	CONSTRAINT fk_floating_record_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_floating_record_person_id ON floating_record (person_id);
CREATE TABLE hardship_case (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	is_member BOOLEAN DEFAULT '0' NOT NULL, 
	cause VARCHAR DEFAULT '' NOT NULL, 
	family_n INTEGER, 
	monthly_income_pc INTEGER, 
	level VARCHAR DEFAULT '' NOT NULL, 
	found_on VARCHAR, 
	approved_on VARCHAR, 
	notice_from_on VARCHAR, 
	notice_to_on VARCHAR, 
	closed_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_hardship_case PRIMARY KEY (id), 
	CONSTRAINT fk_hardship_case_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hardship_case_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_hardship_case_person_id ON hardship_case (person_id);
CREATE TABLE header_memory (
	signature VARCHAR NOT NULL, 
	mapping VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	CONSTRAINT pk_header_memory PRIMARY KEY (signature)
);
CREATE TABLE honour (
	id VARCHAR NOT NULL, 
	target_type VARCHAR DEFAULT '' NOT NULL, 
	org_id VARCHAR, 
	person_id VARCHAR, 
	title VARCHAR DEFAULT '' NOT NULL, 
	level VARCHAR DEFAULT '' NOT NULL, 
	category VARCHAR DEFAULT '' NOT NULL, 
	awarding_body VARCHAR DEFAULT '' NOT NULL, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	doc_order INTEGER, 
	awarded_on VARCHAR, 
	award_year INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_honour PRIMARY KEY (id), 
	CONSTRAINT fk_honour_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_honour_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_honour_org_id ON honour (org_id);
CREATE INDEX ix_honour_person_id ON honour (person_id);
CREATE TABLE import_batch (
	batch VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	CONSTRAINT pk_import_batch PRIMARY KEY (batch)
);
CREATE TABLE inspection (
	id VARCHAR NOT NULL, 
	level VARCHAR DEFAULT '' NOT NULL, 
	period VARCHAR DEFAULT '' NOT NULL, 
	year INTEGER, 
	held_on VARCHAR, 
	team VARCHAR DEFAULT '' NOT NULL, 
	summary VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_inspection PRIMARY KEY (id)
);
CREATE TABLE inspection_org (
	id VARCHAR NOT NULL, 
	inspection_id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	score INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_inspection_org PRIMARY KEY (id), 
	CONSTRAINT fk_inspection_org_inspection_id FOREIGN KEY(inspection_id) REFERENCES inspection (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_inspection_org_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_inspection_org_inspection_id ON inspection_org (inspection_id);
CREATE INDEX ix_inspection_org_org_id ON inspection_org (org_id);
CREATE TABLE issue_item (
	id VARCHAR NOT NULL, 
	year INTEGER, 
	category VARCHAR DEFAULT '' NOT NULL, 
	org_id VARCHAR, 
	problem VARCHAR DEFAULT '' NOT NULL, 
	measure VARCHAR DEFAULT '' NOT NULL, 
	owner VARCHAR DEFAULT '' NOT NULL, 
	due_on VARCHAR, 
	closed_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_issue_item PRIMARY KEY (id), 
	CONSTRAINT fk_issue_item_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_issue_item_org_id ON issue_item (org_id);
CREATE TABLE issued_report (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	issued_at VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	figures VARCHAR NOT NULL, 
	document VARCHAR NOT NULL, 
	CONSTRAINT pk_issued_report PRIMARY KEY (id)
);
CREATE TABLE journal_state (
	one INTEGER NOT NULL, 
	replica VARCHAR NOT NULL, 
	replica_seq INTEGER NOT NULL, 
	previous BLOB NOT NULL, 
	hlc INTEGER NOT NULL, 
	author VARCHAR NOT NULL, 
	batch VARCHAR NOT NULL, 
	batch_no INTEGER NOT NULL, 
	is_applying BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_journal_state PRIMARY KEY (one), 
	CONSTRAINT one_row CHECK (one = 1)
);
CREATE TABLE ledger_info (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_ledger_info PRIMARY KEY ("key")
);
CREATE TABLE member_opinion (
	id VARCHAR NOT NULL, 
	person_id VARCHAR, 
	is_anonymous BOOLEAN DEFAULT '0' NOT NULL, 
	org_id VARCHAR, 
	received_on VARCHAR, 
	content VARCHAR DEFAULT '' NOT NULL, 
	handled_by VARCHAR DEFAULT '' NOT NULL, 
	reply VARCHAR DEFAULT '' NOT NULL, 
	closed_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_member_opinion PRIMARY KEY (id), 
	CONSTRAINT fk_member_opinion_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_member_opinion_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_member_opinion_org_id ON member_opinion (org_id);
CREATE INDEX ix_member_opinion_person_id ON member_opinion (person_id);
CREATE TABLE membership (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	group_id VARCHAR, 
	member_type VARCHAR DEFAULT '' NOT NULL, 
	status VARCHAR DEFAULT '' NOT NULL, 
	joined_on VARCHAR, 
	full_on VARCHAR, 
	branch_joined_on VARCHAR, 
	applied_on VARCHAR, 
	activist_on VARCHAR, 
	candidate_on VARCHAR, 
	accepted_by VARCHAR DEFAULT '' NOT NULL, 
	introducer_1 VARCHAR DEFAULT '' NOT NULL, 
	introducer_2 VARCHAR DEFAULT '' NOT NULL, 
	party_post VARCHAR DEFAULT '' NOT NULL, 
	dues_category VARCHAR DEFAULT '' NOT NULL, 
	dues_month INTEGER, 
	dues_paid_to VARCHAR, 
	is_lost BOOLEAN DEFAULT '0' NOT NULL, 
	lost_since VARCHAR, 
	lost_reason VARCHAR DEFAULT '' NOT NULL, 
	lost_search VARCHAR DEFAULT '' NOT NULL, 
	lost_plan VARCHAR DEFAULT '' NOT NULL, 
	is_floating BOOLEAN DEFAULT '0' NOT NULL, 
	flow_to VARCHAR DEFAULT '' NOT NULL, 
	suspended_months INTEGER, 
	left_on VARCHAR, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT fk_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_membership_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_membership_group_id FOREIGN KEY(group_id) REFERENCES party_group (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_membership_org_id ON membership (org_id);
CREATE INDEX ix_membership_person_id ON membership (person_id);
CREATE TABLE membership_event (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	membership_id VARCHAR, 
	org_id VARCHAR, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	happened_on VARCHAR, 
	meeting_on VARCHAR, 
	committee_approved_on VARCHAR, 
	category_at_event VARCHAR DEFAULT '' NOT NULL, 
	member_type_at_event VARCHAR DEFAULT '' NOT NULL, 
	status_before VARCHAR DEFAULT '' NOT NULL, 
	status_after VARCHAR DEFAULT '' NOT NULL, 
	until_on VARCHAR, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_membership_event PRIMARY KEY (id), 
	CONSTRAINT fk_membership_event_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_membership_event_membership_id FOREIGN KEY(membership_id) REFERENCES membership (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_membership_event_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_membership_event_person_id ON membership_event (person_id);
CREATE TABLE operation (
	seq INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	batch_no INTEGER NOT NULL, 
	replica_seq INTEGER NOT NULL, 
	hlc INTEGER NOT NULL, 
	table_name VARCHAR NOT NULL, 
	row_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	changes VARCHAR NOT NULL, 
	base VARCHAR NOT NULL, 
	is_head BOOLEAN DEFAULT '1' NOT NULL, 
	previous BLOB, 
	CONSTRAINT pk_operation PRIMARY KEY (seq), 
	CONSTRAINT uq_operation_id UNIQUE (id), 
	CONSTRAINT fk_operation_batch_no FOREIGN KEY(batch_no) REFERENCES batch (no)
);
CREATE INDEX ix_operation_batch_no ON operation (batch_no);
CREATE INDEX ix_operation_row ON operation (row_id);
CREATE TABLE org_alias (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	alias VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_org_alias PRIMARY KEY (id), 
	CONSTRAINT fk_org_alias_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_org_alias_org_id ON org_alias (org_id);
CREATE TABLE org_cover (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	school_id VARCHAR NOT NULL, 
	from_on VARCHAR, 
	to_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_org_cover PRIMARY KEY (id), 
	CONSTRAINT fk_org_cover_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_org_cover_school_id FOREIGN KEY(school_id) REFERENCES school_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_org_cover_org_id ON org_cover (org_id);
CREATE INDEX ix_org_cover_school_id ON org_cover (school_id);
CREATE TABLE org_post (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	term_id VARCHAR, 
	post VARCHAR DEFAULT '' NOT NULL, 
	basis VARCHAR DEFAULT '' NOT NULL, 
	from_on VARCHAR, 
	to_on VARCHAR, 
	approved_on VARCHAR, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_org_post PRIMARY KEY (id), 
	CONSTRAINT fk_org_post_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_org_post_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_org_post_term_id FOREIGN KEY(term_id) REFERENCES org_term (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_org_post_org_id ON org_post (org_id);
CREATE INDEX ix_org_post_person_id ON org_post (person_id);
CREATE TABLE org_reorg_event (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	happened_on VARCHAR, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	from_parent VARCHAR DEFAULT '' NOT NULL, 
	to_parent VARCHAR DEFAULT '' NOT NULL, 
	members_n INTEGER, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_org_reorg_event PRIMARY KEY (id)
);
CREATE TABLE org_reorg_part (
	id VARCHAR NOT NULL, 
	event_id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	side VARCHAR DEFAULT '' NOT NULL, 
	members_n INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_org_reorg_part PRIMARY KEY (id), 
	CONSTRAINT fk_org_reorg_part_event_id FOREIGN KEY(event_id) REFERENCES org_reorg_event (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_org_reorg_part_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_org_reorg_part_event_id ON org_reorg_part (event_id);
CREATE INDEX ix_org_reorg_part_org_id ON org_reorg_part (org_id);
CREATE TABLE org_term (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	term_no INTEGER, 
	start_on VARCHAR, 
	end_on VARCHAR, 
	extended_to VARCHAR, 
	extension_doc VARCHAR DEFAULT '' NOT NULL, 
	election_id VARCHAR, 
	approval_doc VARCHAR DEFAULT '' NOT NULL, 
	filed_on VARCHAR, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_org_term PRIMARY KEY (id), 
	CONSTRAINT fk_org_term_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_org_term_election_id FOREIGN KEY(election_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_org_term_org_id ON org_term (org_id);
CREATE TABLE org_unit (
	id VARCHAR NOT NULL, 
	full_name VARCHAR DEFAULT '' NOT NULL, 
	short_name VARCHAR DEFAULT '' NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	parent_id VARCHAR, 
	code VARCHAR DEFAULT '' NOT NULL, 
	founded_on VARCHAR, 
	approval_doc VARCHAR DEFAULT '' NOT NULL, 
	applied_on VARCHAR, 
	replied_on VARCHAR, 
	filed_on VARCHAR, 
	dissolved_on VARCHAR, 
	can_approve BOOLEAN DEFAULT '0' NOT NULL, 
	is_retiree_branch BOOLEAN DEFAULT '0' NOT NULL, 
	school_kind VARCHAR DEFAULT '' NOT NULL, 
	unit_situation VARCHAR DEFAULT '' NOT NULL, 
	unit_setup VARCHAR DEFAULT '' NOT NULL, 
	contact_person VARCHAR DEFAULT '' NOT NULL, 
	contact_phone VARCHAR DEFAULT '' NOT NULL, 
	assessment_group VARCHAR DEFAULT '' NOT NULL, 
	theme_day_of_month INTEGER, 
	region VARCHAR DEFAULT '' NOT NULL, 
	former_names VARCHAR DEFAULT '' NOT NULL, 
	superior_text VARCHAR DEFAULT '' NOT NULL, 
	display_order INTEGER, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_org_unit PRIMARY KEY (id), 
	CONSTRAINT fk_org_unit_parent_id FOREIGN KEY(parent_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_org_unit_parent_id ON org_unit (parent_id);
CREATE TABLE party_group (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	leader_id VARCHAR, 
	from_on VARCHAR, 
	to_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_party_group PRIMARY KEY (id), 
	CONSTRAINT fk_party_group_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_party_group_leader_id FOREIGN KEY(leader_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_party_group_org_id ON party_group (org_id);
CREATE TABLE person (
	id VARCHAR NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	former_name VARCHAR DEFAULT '' NOT NULL, 
	gender VARCHAR DEFAULT '' NOT NULL, 
	ethnicity VARCHAR DEFAULT '' NOT NULL, 
	ethnicity_text VARCHAR DEFAULT '' NOT NULL, 
	id_no VARCHAR DEFAULT '' NOT NULL, 
	id_no_raw VARCHAR DEFAULT '' NOT NULL, 
	id_check_override VARCHAR DEFAULT '' NOT NULL, 
	birth_on VARCHAR, 
	native_place VARCHAR DEFAULT '' NOT NULL, 
	birth_place VARCHAR DEFAULT '' NOT NULL, 
	household_addr VARCHAR DEFAULT '' NOT NULL, 
	address VARCHAR DEFAULT '' NOT NULL, 
	education VARCHAR DEFAULT '' NOT NULL, 
	education_mode VARCHAR DEFAULT '' NOT NULL, 
	degree VARCHAR DEFAULT '' NOT NULL, 
	graduate_school VARCHAR DEFAULT '' NOT NULL, 
	major VARCHAR DEFAULT '' NOT NULL, 
	work_started_on VARCHAR, 
	school_id VARCHAR, 
	unit_text VARCHAR DEFAULT '' NOT NULL, 
	staff_no VARCHAR DEFAULT '' NOT NULL, 
	category VARCHAR DEFAULT '' NOT NULL, 
	admin_post VARCHAR DEFAULT '' NOT NULL, 
	prof_title VARCHAR DEFAULT '' NOT NULL, 
	post_group VARCHAR DEFAULT '' NOT NULL, 
	official_post_code VARCHAR DEFAULT '' NOT NULL, 
	is_leader BOOLEAN DEFAULT '0' NOT NULL, 
	is_party_worker BOOLEAN DEFAULT '0' NOT NULL, 
	mobile VARCHAR DEFAULT '' NOT NULL, 
	landline VARCHAR DEFAULT '' NOT NULL, 
	other_phones VARCHAR DEFAULT '' NOT NULL, 
	league_joined_on VARCHAR, 
	student_grade VARCHAR DEFAULT '' NOT NULL, 
	expected_leave_on VARCHAR, 
	retired_on VARCHAR, 
	study_exempt BOOLEAN DEFAULT '0' NOT NULL, 
	archive_place VARCHAR DEFAULT '' NOT NULL, 
	political_status VARCHAR DEFAULT '' NOT NULL, 
	display_order INTEGER, 
	photo_sha VARCHAR DEFAULT '' NOT NULL, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT fk_person_school_id FOREIGN KEY(school_id) REFERENCES school_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_person_id_no ON person (id_no);
CREATE INDEX ix_person_name ON person (name);
CREATE INDEX ix_person_school_id ON person (school_id);
CREATE TABLE person_search (
	person_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	keys VARCHAR NOT NULL, 
	sort_pinyin VARCHAR NOT NULL, 
	sort_strokes VARCHAR NOT NULL, 
	CONSTRAINT pk_person_search PRIMARY KEY (person_id)
);
CREATE TABLE pledge (
	id VARCHAR NOT NULL, 
	year INTEGER, 
	party_a_text VARCHAR DEFAULT '' NOT NULL, 
	party_a_id VARCHAR, 
	party_b_id VARCHAR, 
	signed_on VARCHAR, 
	signer_a VARCHAR DEFAULT '' NOT NULL, 
	signer_b VARCHAR DEFAULT '' NOT NULL, 
	targets VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_pledge PRIMARY KEY (id), 
	CONSTRAINT fk_pledge_party_a_id FOREIGN KEY(party_a_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_pledge_party_b_id FOREIGN KEY(party_b_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_pledge_party_b_id ON pledge (party_b_id);
CREATE TABLE press_subscription (
	id VARCHAR NOT NULL, 
	year INTEGER, 
	org_id VARCHAR, 
	title VARCHAR DEFAULT '' NOT NULL, 
	task_copies INTEGER, 
	ordered_copies INTEGER, 
	unit_price INTEGER, 
	amount INTEGER, 
	paid_from VARCHAR DEFAULT '' NOT NULL, 
	is_voluntary BOOLEAN DEFAULT '0' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_press_subscription PRIMARY KEY (id), 
	CONSTRAINT fk_press_subscription_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_press_subscription_org_id ON press_subscription (org_id);
CREATE TABLE public_notice (
	id VARCHAR NOT NULL, 
	case_id VARCHAR, 
	person_id VARCHAR, 
	point VARCHAR DEFAULT '' NOT NULL, 
	from_on VARCHAR, 
	to_on VARCHAR, 
	result VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_public_notice PRIMARY KEY (id), 
	CONSTRAINT fk_public_notice_case_id FOREIGN KEY(case_id) REFERENCES dev_case (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_public_notice_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_public_notice_case_id ON public_notice (case_id);
CREATE TABLE ranking_notice (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	scope VARCHAR DEFAULT '' NOT NULL, 
	year INTEGER, 
	org_id VARCHAR, 
	assessment_id VARCHAR, 
	activity_id VARCHAR, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	statement VARCHAR DEFAULT '' NOT NULL, 
	issued_on VARCHAR, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_ranking_notice PRIMARY KEY (id), 
	CONSTRAINT fk_ranking_notice_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_ranking_notice_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_ranking_notice_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_ranking_notice_org_id ON ranking_notice (org_id);
CREATE TABLE review (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	year INTEGER, 
	held_on VARCHAR, 
	activity_id VARCHAR, 
	should_n INTEGER, 
	actual_n INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_review PRIMARY KEY (id), 
	CONSTRAINT fk_review_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_review_org_id ON review (org_id);
CREATE TABLE review_result (
	id VARCHAR NOT NULL, 
	review_id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	excellent INTEGER, 
	qualified INTEGER, 
	basic INTEGER, 
	unqualified INTEGER, 
	grade VARCHAR DEFAULT '' NOT NULL, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_review_result PRIMARY KEY (id), 
	CONSTRAINT fk_review_result_review_id FOREIGN KEY(review_id) REFERENCES review (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_result_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_review_result_person_id ON review_result (person_id);
CREATE INDEX ix_review_result_review_id ON review_result (review_id);
CREATE TABLE rule_def (
	id VARCHAR NOT NULL, 
	rule_id VARCHAR DEFAULT '' NOT NULL, 
	title VARCHAR DEFAULT '' NOT NULL, 
	text VARCHAR DEFAULT '' NOT NULL, 
	severity VARCHAR DEFAULT '' NOT NULL, 
	params VARCHAR DEFAULT '' NOT NULL, 
	source VARCHAR DEFAULT '' NOT NULL, 
	article VARCHAR DEFAULT '' NOT NULL, 
	from_on VARCHAR, 
	to_on VARCHAR, 
	is_enabled BOOLEAN DEFAULT '0' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_rule_def PRIMARY KEY (id)
);
CREATE TABLE rule_override (
	id VARCHAR NOT NULL, 
	rule_id VARCHAR DEFAULT '' NOT NULL, 
	subject_table VARCHAR DEFAULT '' NOT NULL, 
	subject_id VARCHAR DEFAULT '' NOT NULL, 
	decided_by VARCHAR DEFAULT '' NOT NULL, 
	decided_on VARCHAR, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	doc_on VARCHAR, 
	until_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_rule_override PRIMARY KEY (id)
);
CREATE TABLE scheme_item (
	id VARCHAR NOT NULL, 
	scheme_id VARCHAR NOT NULL, 
	item_no VARCHAR DEFAULT '' NOT NULL, 
	area VARCHAR DEFAULT '' NOT NULL, 
	content VARCHAR DEFAULT '' NOT NULL, 
	max_score INTEGER, 
	deduct_rule VARCHAR DEFAULT '' NOT NULL, 
	auto_rule VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_scheme_item PRIMARY KEY (id), 
	CONSTRAINT fk_scheme_item_scheme_id FOREIGN KEY(scheme_id) REFERENCES assessment_scheme (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_scheme_item_scheme_id ON scheme_item (scheme_id);
CREATE TABLE school_term (
	id VARCHAR NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	start_on VARCHAR, 
	end_on VARCHAR, 
	holiday_weeks INTEGER, 
	removed_at VARCHAR, 
	CONSTRAINT pk_school_term PRIMARY KEY (id)
);
CREATE TABLE school_unit (
	id VARCHAR NOT NULL, 
	name VARCHAR DEFAULT '' NOT NULL, 
	short_name VARCHAR DEFAULT '' NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	school_kind VARCHAR DEFAULT '' NOT NULL, 
	is_direct BOOLEAN DEFAULT '0' NOT NULL, 
	parent_id VARCHAR, 
	town VARCHAR DEFAULT '' NOT NULL, 
	code VARCHAR DEFAULT '' NOT NULL, 
	headcount INTEGER, 
	principal_id VARCHAR, 
	closed_on VARCHAR, 
	display_order INTEGER, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_school_unit PRIMARY KEY (id), 
	CONSTRAINT fk_school_unit_parent_id FOREIGN KEY(parent_id) REFERENCES school_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_school_unit_principal_id FOREIGN KEY(principal_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_school_unit_parent_id ON school_unit (parent_id);
CREATE TABLE setting (
	id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	name VARCHAR DEFAULT '' NOT NULL, 
	year INTEGER, 
	value VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_setting PRIMARY KEY (id), 
	CONSTRAINT fk_setting_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_setting_org_id ON setting (org_id);
CREATE TABLE study_plan (
	id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	year INTEGER, 
	title VARCHAR DEFAULT '' NOT NULL, 
	approved_on VARCHAR, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_study_plan PRIMARY KEY (id), 
	CONSTRAINT fk_study_plan_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_study_plan_org_id ON study_plan (org_id);
CREATE TABLE study_plan_item (
	id VARCHAR NOT NULL, 
	plan_id VARCHAR NOT NULL, 
	month INTEGER, 
	topic VARCHAR DEFAULT '' NOT NULL, 
	form VARCHAR DEFAULT '' NOT NULL, 
	lecturer VARCHAR DEFAULT '' NOT NULL, 
	hours INTEGER, 
	audience VARCHAR DEFAULT '' NOT NULL, 
	done_activity_id VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_study_plan_item PRIMARY KEY (id), 
	CONSTRAINT fk_study_plan_item_plan_id FOREIGN KEY(plan_id) REFERENCES study_plan (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_study_plan_item_done_activity_id FOREIGN KEY(done_activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_study_plan_item_plan_id ON study_plan_item (plan_id);
CREATE TABLE study_product (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	person_id VARCHAR NOT NULL, 
	activity_id VARCHAR, 
	title VARCHAR DEFAULT '' NOT NULL, 
	submitted_on VARCHAR, 
	hours INTEGER, 
	words_n INTEGER, 
	reviewed_by VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_study_product PRIMARY KEY (id), 
	CONSTRAINT fk_study_product_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_study_product_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_study_product_person_id ON study_product (person_id);
CREATE TABLE survey (
	id VARCHAR NOT NULL, 
	surveyed_on VARCHAR, 
	scope VARCHAR DEFAULT '' NOT NULL, 
	surveyors VARCHAR DEFAULT '' NOT NULL, 
	report VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_survey PRIMARY KEY (id)
);
CREATE TABLE survey_fact (
	id VARCHAR NOT NULL, 
	survey_id VARCHAR NOT NULL, 
	school_id VARCHAR NOT NULL, 
	members_n INTEGER, 
	findings VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_survey_fact PRIMARY KEY (id), 
	CONSTRAINT fk_survey_fact_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_survey_fact_school_id FOREIGN KEY(school_id) REFERENCES school_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_survey_fact_school_id ON survey_fact (school_id);
CREATE INDEX ix_survey_fact_survey_id ON survey_fact (survey_id);
CREATE TABLE sync_commit (
	no INTEGER NOT NULL, 
	node VARCHAR NOT NULL, 
	replica VARCHAR NOT NULL, 
	first_seq INTEGER NOT NULL, 
	last_seq INTEGER NOT NULL, 
	ids BLOB NOT NULL, 
	signature BLOB NOT NULL, 
	CONSTRAINT pk_sync_commit PRIMARY KEY (no), 
	CONSTRAINT uq_sync_commit_signature UNIQUE (signature)
);
CREATE INDEX ix_sync_commit_replica ON sync_commit (replica, first_seq);
CREATE TABLE sync_enrolment (
	id VARCHAR NOT NULL, 
	public_key VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	branches VARCHAR NOT NULL, 
	made_at VARCHAR NOT NULL, 
	node VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sync_enrolment PRIMARY KEY (id)
);
CREATE TABLE sync_inbox (
	no INTEGER NOT NULL, 
	package VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	"after" VARCHAR DEFAULT '' NOT NULL, 
	made_at VARCHAR NOT NULL, 
	received_at VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	batch VARCHAR DEFAULT '' NOT NULL, 
	first_seq INTEGER NOT NULL, 
	last_seq INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	after_number INTEGER NOT NULL, 
	report VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sync_inbox PRIMARY KEY (no), 
	CONSTRAINT uq_sync_inbox_package UNIQUE (package)
);
CREATE INDEX ix_sync_inbox_sender ON sync_inbox (sender);
CREATE TABLE sync_node (
	one INTEGER NOT NULL, 
	node VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	sign_seed BLOB NOT NULL, 
	box_secret VARCHAR NOT NULL, 
	root_key VARCHAR NOT NULL, 
	branches VARCHAR NOT NULL, 
	enrolment VARCHAR DEFAULT '' NOT NULL, 
	enrol_seed BLOB NOT NULL, 
	witness VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sync_node PRIMARY KEY (one), 
	CONSTRAINT one_row CHECK (one = 1)
);
CREATE TABLE sync_outbox (
	no INTEGER NOT NULL, 
	package VARCHAR NOT NULL, 
	peer VARCHAR NOT NULL, 
	"after" VARCHAR DEFAULT '' NOT NULL, 
	upto_seq INTEGER NOT NULL, 
	operations_n INTEGER NOT NULL, 
	made_at VARCHAR NOT NULL, 
	acked_at VARCHAR DEFAULT '' NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT pk_sync_outbox PRIMARY KEY (no), 
	CONSTRAINT uq_sync_outbox_package UNIQUE (package)
);
CREATE INDEX ix_sync_outbox_peer ON sync_outbox (peer);
CREATE TABLE sync_parked (
	row_id VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	table_name VARCHAR NOT NULL, 
	target VARCHAR NOT NULL, 
	is_hidden BOOLEAN NOT NULL, 
	CONSTRAINT pk_sync_parked PRIMARY KEY (row_id, field)
);
CREATE INDEX ix_sync_parked_target ON sync_parked (target);
CREATE TABLE sync_peer (
	node VARCHAR NOT NULL, 
	acked VARCHAR DEFAULT '' NOT NULL, 
	roster_version INTEGER NOT NULL, 
	schema VARCHAR DEFAULT '' NOT NULL, 
	last_package VARCHAR DEFAULT '' NOT NULL, 
	last_made_at VARCHAR DEFAULT '' NOT NULL, 
	last_received_at VARCHAR DEFAULT '' NOT NULL, 
	wants_own BOOLEAN NOT NULL, 
	owes_own BOOLEAN NOT NULL, 
	problem VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sync_peer PRIMARY KEY (node)
);
CREATE TABLE sync_peer_row (
	peer VARCHAR NOT NULL, 
	row_id VARCHAR NOT NULL, 
	since_seq INTEGER NOT NULL, 
	until_seq INTEGER, 
	CONSTRAINT pk_sync_peer_row PRIMARY KEY (peer, row_id)
);
CREATE TABLE sync_roster (
	one INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	signature BLOB NOT NULL, 
	CONSTRAINT pk_sync_roster PRIMARY KEY (one), 
	CONSTRAINT one_row CHECK (one = 1)
);
CREATE TABLE sync_sibling (
	row_id VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	table_name VARCHAR NOT NULL, 
	is_proposal BOOLEAN NOT NULL, 
	CONSTRAINT pk_sync_sibling PRIMARY KEY (row_id, field)
);
CREATE TABLE talk (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	person_id VARCHAR NOT NULL, 
	talker_id VARCHAR, 
	talker_2_id VARCHAR, 
	org_id VARCHAR, 
	held_on VARCHAR, 
	place VARCHAR DEFAULT '' NOT NULL, 
	content VARCHAR DEFAULT '' NOT NULL, 
	withdrawal_id VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_talk PRIMARY KEY (id), 
	CONSTRAINT fk_talk_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_talk_talker_id FOREIGN KEY(talker_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_talk_talker_2_id FOREIGN KEY(talker_2_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_talk_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_talk_withdrawal_id FOREIGN KEY(withdrawal_id) REFERENCES withdrawal_case (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_talk_person_id ON talk (person_id);
CREATE TABLE training_class (
	id VARCHAR NOT NULL, 
	title VARCHAR DEFAULT '' NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	audience VARCHAR DEFAULT '' NOT NULL, 
	level VARCHAR DEFAULT '' NOT NULL, 
	organiser VARCHAR DEFAULT '' NOT NULL, 
	trainer VARCHAR DEFAULT '' NOT NULL, 
	place VARCHAR DEFAULT '' NOT NULL, 
	start_on VARCHAR, 
	end_on VARCHAR, 
	hours INTEGER, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_training_class PRIMARY KEY (id)
);
CREATE TABLE training_enrol (
	id VARCHAR NOT NULL, 
	class_id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	org_id VARCHAR, 
	term_id VARCHAR, 
	duty VARCHAR DEFAULT '' NOT NULL, 
	hours INTEGER, 
	result VARCHAR DEFAULT '' NOT NULL, 
	usual_score INTEGER, 
	practice_score INTEGER, 
	score INTEGER, 
	certificate_no VARCHAR DEFAULT '' NOT NULL, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_training_enrol PRIMARY KEY (id), 
	CONSTRAINT fk_training_enrol_class_id FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_training_enrol_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_training_enrol_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_training_enrol_term_id FOREIGN KEY(term_id) REFERENCES org_term (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_training_enrol_class_id ON training_enrol (class_id);
CREATE INDEX ix_training_enrol_person_id ON training_enrol (person_id);
CREATE TABLE transfer (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	membership_id VARCHAR, 
	direction VARCHAR DEFAULT '' NOT NULL, 
	channel VARCHAR DEFAULT '' NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	category_at_event VARCHAR DEFAULT '' NOT NULL, 
	member_type_at_event VARCHAR DEFAULT '' NOT NULL, 
	from_org_id VARCHAR, 
	from_text VARCHAR DEFAULT '' NOT NULL, 
	to_org_id VARCHAR, 
	to_text VARCHAR DEFAULT '' NOT NULL, 
	slip_no VARCHAR DEFAULT '' NOT NULL, 
	replaces_id VARCHAR, 
	online_no VARCHAR DEFAULT '' NOT NULL, 
	handled_on VARCHAR, 
	valid_days INTEGER, 
	dues_paid_to VARCHAR, 
	accepted_on VARCHAR, 
	receipt_on VARCHAR, 
	reorg_id VARCHAR, 
	status VARCHAR DEFAULT '' NOT NULL, 
	remark VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_transfer PRIMARY KEY (id), 
	CONSTRAINT fk_transfer_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_transfer_membership_id FOREIGN KEY(membership_id) REFERENCES membership (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_transfer_from_org_id FOREIGN KEY(from_org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_transfer_to_org_id FOREIGN KEY(to_org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_transfer_replaces_id FOREIGN KEY(replaces_id) REFERENCES transfer (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_transfer_reorg_id FOREIGN KEY(reorg_id) REFERENCES org_reorg_event (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_transfer_person_id ON transfer (person_id);
CREATE TABLE vote (
	id VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT '' NOT NULL, 
	org_id VARCHAR, 
	activity_id VARCHAR, 
	person_id VARCHAR, 
	held_on VARCHAR, 
	expected_full INTEGER, 
	excluded INTEGER, 
	excluded_reasons VARCHAR DEFAULT '' NOT NULL, 
	present INTEGER, 
	written INTEGER, 
	written_yes INTEGER, 
	written_no INTEGER, 
	issued INTEGER, 
	returned INTEGER, 
	yes INTEGER, 
	no INTEGER, 
	abstain INTEGER, 
	spoiled INTEGER, 
	result VARCHAR DEFAULT '' NOT NULL, 
	teller VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_vote PRIMARY KEY (id), 
	CONSTRAINT fk_vote_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_vote_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_vote_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_vote_org_id ON vote (org_id);
CREATE TABLE waiver (
	id VARCHAR NOT NULL, 
	org_id VARCHAR NOT NULL, 
	activity_kind VARCHAR DEFAULT '' NOT NULL, 
	month_on VARCHAR, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_waiver PRIMARY KEY (id), 
	CONSTRAINT fk_waiver_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_waiver_org_id ON waiver (org_id);
CREATE TABLE withdrawal_case (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	applied_on VARCHAR, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	is_threat BOOLEAN DEFAULT '0' NOT NULL, 
	branch_meeting_on VARCHAR, 
	vote_id VARCHAR, 
	reported_on VARCHAR, 
	outcome VARCHAR DEFAULT '' NOT NULL, 
	closed_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_withdrawal_case PRIMARY KEY (id), 
	CONSTRAINT fk_withdrawal_case_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_withdrawal_case_vote_id FOREIGN KEY(vote_id) REFERENCES vote (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_withdrawal_case_person_id ON withdrawal_case (person_id);
CREATE TABLE work_plan (
	id VARCHAR NOT NULL, 
	year INTEGER, 
	org_id VARCHAR, 
	title VARCHAR DEFAULT '' NOT NULL, 
	doc_no VARCHAR DEFAULT '' NOT NULL, 
	issued_on VARCHAR, 
	removed_at VARCHAR, 
	CONSTRAINT pk_work_plan PRIMARY KEY (id), 
	CONSTRAINT fk_work_plan_org_id FOREIGN KEY(org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_work_plan_org_id ON work_plan (org_id);
CREATE TABLE work_plan_item (
	id VARCHAR NOT NULL, 
	plan_id VARCHAR NOT NULL, 
	area VARCHAR DEFAULT '' NOT NULL, 
	task VARCHAR DEFAULT '' NOT NULL, 
	lead_person VARCHAR DEFAULT '' NOT NULL, 
	lead_org_id VARCHAR, 
	due_on VARCHAR, 
	done_on VARCHAR, 
	status VARCHAR DEFAULT '' NOT NULL, 
	evidence VARCHAR DEFAULT '' NOT NULL, 
	removed_at VARCHAR, 
	CONSTRAINT pk_work_plan_item PRIMARY KEY (id), 
	CONSTRAINT fk_work_plan_item_plan_id FOREIGN KEY(plan_id) REFERENCES work_plan (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_work_plan_item_lead_org_id FOREIGN KEY(lead_org_id) REFERENCES org_unit (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_work_plan_item_plan_id ON work_plan_item (plan_id);
