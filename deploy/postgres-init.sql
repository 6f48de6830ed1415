-- Runs once, when the volume is new. Airflow keeps its tables apart from copydesk's.
create database airflow;
